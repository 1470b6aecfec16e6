import {
  type DerivedRange,
  devicesIn,
  accountsIn,
  gameSessionsIn,
  type GameSessionPlace,
  IDENTITY_UNLINKS_TABLE,
  type Touched,
  type TouchedTrail,
  type TrailSide,
  Unavailable,
  wishesIn,
  type WishPlace,
} from '@analytics/domain';
import { QueryTooExpensive } from '../errors/clickhouse-errors';
import {
  type Derived,
  DERIVED_LIMITS,
  type DerivedLimits,
  inNamedSlices,
  inSlices,
  type Warehouse,
  write,
} from './derived-store';
import { deriveGameSessions } from './derive-game-sessions';
import { accountsOf, deriveTrails } from './derive-trails';
import { deriveWishes } from './derive-wishes';
import { PartSize } from './part-size';

/** The engine's number for a query that met a limit of memory, its own or the server's. */
const MEMORY_LIMIT = 241;

type Derive<Subject> = (part: readonly Subject[]) => Promise<Derived<Subject>>;

/** The places in the settling of some subjects at which a process may die, in their order. */
export type DerivedStep = 'facts read' | 'rows written' | 'verified';

export interface DerivedHooks {
  /** Told as each place is passed. */
  readonly passed?: (step: DerivedStep) => void;
  /** Told what was written, by table. */
  readonly wrote?: (table: string, rows: number) => void;
  /** Told that a subject has more facts than may be read at once and was left as it was. */
  readonly tooLarge?: (error: QueryTooExpensive) => void;
}

/** How many subjects a run looked at. */
export interface DerivedCounts {
  readonly devices: number;
  readonly accounts: number;
  readonly gameSessions: number;
  readonly wishes: number;
}

/**
 * What only several events together say: sessions, whose a device's activity is, what became of wishes. Rows are a function of
 * all facts of their subject and carry their number, so of any number of writers in any order the one that knew most wins;
 * who wrote a row where there was none looks again, since nobody else may have seen it.
 */
export class DerivedFacts {
  private readonly limits: DerivedLimits;
  private readonly trailsAtOnce: Readonly<Record<TrailSide, PartSize>>;

  constructor(
    private readonly warehouse: Warehouse,
    limits: Partial<DerivedLimits> = {},
    private readonly hooks: DerivedHooks = {},
  ) {
    this.limits = { ...DERIVED_LIMITS, ...limits };
    this.trailsAtOnce = { device: new PartSize(this.limits), account: new PartSize(this.limits) };
  }

  /** Makes the rows of these subjects what their facts say. */
  async settle(touched: Touched): Promise<void> {
    await this.settleTrails('device', touched.devices);
    await this.settleTrails('account', touched.accounts);
    const { subjects } = this.limits;
    const sessions = inNamedSlices(bySpan(touched.gameSessions), subjects, ({ sessionId }) => sessionId);
    await this.inParts(sessions, (part) => deriveGameSessions(this.warehouse, part));
    const wishes = inNamedSlices(touched.wishes, subjects, ({ gameId }) => gameId);
    await this.inParts(wishes, (part) => deriveWishes(this.warehouse, part));
  }

  /** The same for everything that has a fact in the period, from the facts alone. */
  async recomputeAll(range: DerivedRange): Promise<DerivedCounts> {
    const span = { fromMs: range.from.getTime(), toMs: range.until.getTime() - 1 };
    const trail = (no: number): TouchedTrail => ({ no, spans: [span], links: [] });
    const numbers = { first: 0, size: this.limits.subjects };
    const devices = await everyPage(numbers, async (after, size) => {
      const found = (await this.warehouse.run(devicesIn({ range, after, size }))).map(({ no }) => no);
      await this.settleTrails('device', found.map(trail));
      return found;
    });
    const accounts = await everyPage(numbers, async (after, size) => {
      const found = (await this.warehouse.run(accountsIn({ range, after, size }))).map(({ no }) => no);
      await this.settleTrails('account', found.map(trail));
      return found;
    });
    return { devices, accounts, gameSessions: await this.allGameSessions(range), wishes: await this.allWishes(range) };
  }

  /**
   * From `at` on, the account's log-ins on this device up to then count no more. Repeating it is harmless: whoever is not told
   * that it is done asks again.
   */
  async unlink(deviceNo: number, userNo: number, at: Date): Promise<void> {
    const row = { device_no: deviceNo, user_no: userNo, unlinked_at: at };
    const token = `unlink:${deviceNo}:${userNo}:${at.getTime()}`;
    await this.warehouse.insert(IDENTITY_UNLINKS_TABLE, [row], { token });
    const accounts = (await accountsOf(this.warehouse, [deviceNo])).get(deviceNo);
    const lost = accounts?.lostWith({ userNo, atMs: at.getTime() });
    if (lost !== undefined) await this.settleTrails('device', [{ no: deviceNo, spans: [lost], links: [] }]);
  }

  private async allGameSessions(range: DerivedRange): Promise<number> {
    const first: GameSessionPlace = { userNo: 0, sessionId: '' };
    return everyPage({ first, size: this.limits.subjects }, async (after, size) => {
      const rows = await this.warehouse.run(gameSessionsIn({ range, after, size }));
      const gameSessions = rows.map(({ userNo, sessionId, from_ms, to_ms }) => ({
        ...{ userNo, sessionId },
        ...{ fromMs: Number(from_ms), toMs: Number(to_ms) },
      }));
      await this.settle({ ...NOTHING, gameSessions });
      return rows;
    });
  }

  private async allWishes(range: DerivedRange): Promise<number> {
    const first: WishPlace = { userNo: 0, gameId: '' };
    return everyPage({ first, size: this.limits.subjects }, async (after, size) => {
      const wishes = await this.warehouse.run(wishesIn({ range, after, size }));
      await this.settle({ ...NOTHING, wishes });
      return wishes;
    });
  }

  private async settleTrails(side: TrailSide, trails: readonly TouchedTrail[]): Promise<void> {
    const size = this.trailsAtOnce[side];
    const derive = async (part: readonly TouchedTrail[]) => {
      const derived = await deriveTrails(this.warehouse, side, part, this.limits);
      size.learn(part.length, derived.facts);
      return derived;
    };
    for (let at = 0; at < trails.length;) {
      const part = trails.slice(at, at + size.subjects);
      await this.inHalves(part, derive);
      at += part.length;
    }
  }

  private async inParts<T>(parts: readonly (readonly T[])[], derive: Derive<T>): Promise<void> {
    for (const part of parts) await this.inHalves(part, derive);
  }

  /** One subject that is beyond every bound must not stop the others: it is left as it is, and said so. */
  private async inHalves<T>(part: readonly T[], derive: Derive<T>): Promise<void> {
    try {
      await this.untilSettled(part, derive);
    } catch (error) {
      if (!(error instanceof QueryTooExpensive)) throw error;
      if (part.length === 1) {
        // Memory is short for everybody at times; rows to read are too many for one subject or they are not.
        if (error.engineCode === MEMORY_LIMIT) throw new Unavailable('memory of the warehouse', 5, { cause: error });
        return this.hooks.tooLarge?.(error);
      }
      for (const half of inSlices(part, Math.ceil(part.length / 2))) await this.inHalves(half, derive);
    }
  }

  /**
   * Computes and writes, and looks again at the subjects that got rows nobody knew of: until no more is known of them than
   * what they were computed from.
   */
  private async untilSettled<T>(part: readonly T[], derive: Derive<T>): Promise<void> {
    let open = part;
    for (let round = 0; round <= this.limits.rounds; round += 1) {
      const { changes, fresh, outgrown } = await derive(open);
      this.hooks.passed?.('facts read');
      for (const change of changes) {
        if (change.rows.length === 0) continue;
        await write(this.warehouse, change, this.limits);
        this.hooks.wrote?.(change.table.name, change.rows.length);
      }
      if (fresh.length > 0) {
        this.hooks.passed?.('rows written');
        open = await outgrown();
      } else open = [];
      if (open.length === 0) return this.hooks.passed?.('verified');
    }
    throw new Unavailable('a set of facts that stays as it is');
  }
}

const NOTHING: Touched = { devices: [], accounts: [], gameSessions: [], wishes: [] };

/** Late events lie far from the others: read apart, they do not make everybody's reading long. */
const bySpan = (sessions: Touched['gameSessions']): Touched['gameSessions'] =>
  [...sessions].sort((one, other) => one.fromMs - other.fromMs);

async function everyPage<Place>(
  { first, size }: { readonly first: Place; readonly size: number },
  page: (after: Place, size: number) => Promise<readonly Place[]>,
): Promise<number> {
  let [after, total] = [first, 0];
  for (;;) {
    const found = await page(after, size);
    total += found.length;
    if (found.length < size) return total;
    after = found.at(-1)!;
  }
}

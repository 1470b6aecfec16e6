import type { ValidatedEvent } from '@analytics/contracts';
import {
  FACT_TABLES,
  type Facts,
  factRows,
  factsOf,
  type FactTable,
  identifier,
  type InsertTable,
  MARTS,
  rowHash,
  sql,
  type SqlFragment,
  statement,
} from '@analytics/domain';
import {
  ClickHouse,
  ClickHouseConfig,
  ClickHouseMigrations,
  MartRebuild,
  type MartRebuildOptions,
} from '@analytics/infra-clickhouse';
import { Postgres, PostgresConfig, PostgresMigrations, rebuildDoors } from '@analytics/infra-postgres';
import { type SeededRandom, suiteNamespace, type SuiteNamespace } from '@analytics/testing';

export const HOUR_MS = 3_600_000;
const limits = { maxRows: 100_000, maxSeconds: 60, maxMemoryBytes: 4e9, maxRowsToRead: 1e9 };
const MART_NAMES = MARTS.map(({ name }) => name);
const PAYMENT = 'com.platform.payment.transaction.completed.v1';

/** A warehouse with marts, a rebuild of them, and facts that go in as a sink would put them in. */
export class MartsSuite {
  private offset = 0n;

  private constructor(
    readonly space: SuiteNamespace,
    readonly config: ClickHouseConfig,
    readonly clickhouse: ClickHouse,
    readonly postgres: Postgres,
    readonly meta: PostgresConfig,
  ) {}

  static async open(name: string): Promise<MartsSuite> {
    const space = await suiteNamespace(name);
    const { url, username: user, password, database } = space.clickhouse;
    const config = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
    const migrations = new ClickHouseMigrations(config);
    await migrations.apply();
    await migrations.close();
    const meta = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable' });
    const owners = new PostgresMigrations(meta);
    await owners.apply();
    await owners.close();
    return new MartsSuite(space, config, new ClickHouse(config), await Postgres.of(meta, 'pipeline_worker'), meta);
  }

  rebuild(options?: MartRebuildOptions): MartRebuild {
    return new MartRebuild(this.clickhouse, rebuildDoors(this.postgres), options);
  }

  /** A rebuild that finds this done when it has read the facts and nobody writes any more. */
  rebuildAfter(happened: () => Promise<void>): MartRebuild {
    return new MartRebuild(this.clickhouse, async (does, work) => {
      if (does === 'writes') await happened();
      return work(new AbortController().signal);
    });
  }

  /** As one range of Kafka, whose name is also the token; the same range a second time is a repeat. */
  async insert(events: readonly ValidatedEvent[], range = `r${this.offset}`): Promise<Facts[]> {
    const facts = events.map((event) => {
      const offset = this.offset++;
      const hash = rowHash(offset, Buffer.from(JSON.stringify(event)));
      return factsOf(event, { topic: 'validated', partition: Number(offset % 3n), offset, hash });
    });
    await this.put(facts, range);
    return facts;
  }

  async put(facts: readonly Facts[], range: string): Promise<void> {
    const rows = factRows(facts);
    for (const table of Object.keys(FACT_TABLES) as FactTable[]) {
      const into = FACT_TABLES[table] as InsertTable<unknown>;
      await this.clickhouse.insert(into, rows[table], { token: `warehouse:${table}:${range}` });
    }
  }

  async ask<Row>(query: SqlFragment): Promise<Row[]> {
    return this.clickhouse.run(statement<Row>({ name: 'spec', query, limits }));
  }

  /** Every mart as rows that can be compared. */
  async contents(): Promise<Record<string, unknown[]>> {
    const contents: Record<string, unknown[]> = {};
    for (const { name, content } of MARTS) {
      const rows = await this.ask<Record<string, unknown>>(content(identifier(MART_NAMES, name), sql`1`));
      contents[name] = rows.map((row) => JSON.stringify(Object.values(row))).sort();
    }
    return contents;
  }

  async close(): Promise<void> {
    await Promise.all([this.clickhouse.onApplicationShutdown(), this.postgres.close()]);
    await this.space.dispose();
  }
}

type Said = readonly [type: string, data: Readonly<Record<string, unknown>>];

function said(random: SeededRandom, id: string): Said {
  const gameId = `game-${random.int(0, 6)}`;
  const platform = random.pick(['web', 'windows']);
  const line = { gameId, grossMinor: random.int(1, 9_999), discountMinor: 7, taxMinor: 3, feeMinor: 1, quantity: 2 };
  const measured = {
    service: random.pick(['shop', 'auth']),
    instance: 'i',
    windowSeconds: 60,
    requests: random.int(1, 90),
    errors: 1,
  };
  const kind = random.pick(['game', 'dlc', 'ingame', 'gift', 'topup']);
  const paid = {
    transactionId: id,
    kind,
    lines: [line, { ...line, gameId: 'game-9' }],
    currency: 'USD',
    rateToRub: '92.4512',
  };
  return random.pick<Said>([
    ['com.platform.catalog.game.viewed.v1', { gameId, placement: 'home', platform }],
    ['com.platform.catalog.game.viewed.v1', { gameId, placement: 'search', platform }],
    ['com.platform.social.review.created.v1', { reviewId: id, gameId, rating: random.int(1, 11) }],
    ['com.platform.auth.user.loggedin.v1', { method: 'password', platform, clientVersion: '1' }],
    [PAYMENT, { ...paid, paymentMethod: 'card', status: random.pick(['completed', 'completed', 'failed']) }],
    [
      'com.platform.system.service.measured.v1',
      { ...measured, latencyP50Ms: 1, latencyP95Ms: random.int(1, 500), latencyP99Ms: 9 },
    ],
  ]);
}

export function randomEvents(random: SeededRandom, count: number, from: number, until: number): ValidatedEvent[] {
  return Array.from({ length: count }, () => {
    const id = random.uuid();
    const at = new Date(random.int(from, until)).toISOString();
    const [type, data] = said(random, id);
    return {
      ...{ type, source: '/spec', id, schema_version: 1, data, occurred_at: at, sent_at: null, received_at: at },
      ...{
        effective_at: at,
        user_no: random.int(0, 40) || null,
        device_no: random.int(1, 40),
        country: random.pick(['RU', 'KZ', null]),
      },
      ...{
        platform: random.pick(['web', 'windows', null]),
        device_family: null,
        os_family: null,
        browser_family: null,
      },
      ...{ is_bot: random.chance(0.05), is_staff: random.chance(0.05), correlation_id: null, fingerprint: id },
      ...{ import_id: null, schema_marks: [] },
    } satisfies ValidatedEvent;
  });
}

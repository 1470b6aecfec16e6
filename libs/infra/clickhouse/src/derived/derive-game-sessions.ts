import {
  FACT_GAME_SESSIONS_TABLE,
  gameSessionOf,
  type GameSessionRow,
  gameSessionSigns,
  type GameSessionSignsRow,
  rowChanges,
  rowReader,
  signsFrom,
  storedGameSessions,
  storedRows,
  type TouchedGameSession,
} from '@analytics/domain';
import { type Derived, NOTHING_DERIVED, type Warehouse } from './derived-store';

const DAY_MS = 86_400_000;
/** How far apart two events of one session may lie and still be found from each other. */
const REACH_MS = 31 * DAY_MS;

/** What the engine's instants can hold. */
const [FIRST_MS, LAST_MS] = [Date.UTC(1900, 0, 1), Date.UTC(2299, 11, 31)];

const nameOf = (userNo: number, sessionId: string): string => `${userNo}/${sessionId}`;

/** What has to be written so that these sessions stand as their events say. */
export async function deriveGameSessions(
  warehouse: Warehouse,
  touched: readonly TouchedGameSession[],
): Promise<Derived<TouchedGameSession>> {
  const names = new Set(touched.map(({ userNo, sessionId }) => nameOf(userNo, sessionId)));
  const found = await signsOf(warehouse, touched);
  const signs = found.filter(({ user_no, session_id }) => names.has(nameOf(user_no, session_id)));
  if (signs.length === 0) return NOTHING_DERIVED;
  const facts = new Map(signs.map((row) => [nameOf(row.user_no, row.session_id), BigInt(row.facts)]));
  const stored = await warehouse.run(storedRows(FACT_GAME_SESSIONS_TABLE, storedGameSessions(signs)));
  const rows = stored.map(rowReader(FACT_GAME_SESSIONS_TABLE));
  const changes = rowChanges<GameSessionRow>({
    table: FACT_GAME_SESSIONS_TABLE,
    derived: signs.map((row) => gameSessionOf(signsFrom(row))),
    stored: rows.filter(({ user_no, session_id }) => facts.has(nameOf(user_no, session_id))),
    // A row that moved is another one to the table, so the place belongs to what a row is.
    keyOf: (row) => JSON.stringify([row.user_no, row.session_id, row.game_id, row.started_at.getTime()]),
    factsOf: (row) => facts.get(nameOf(row.user_no, row.session_id))!,
  });
  const places = new Set(changes.fresh.map(({ user_no, session_id }) => nameOf(user_no, session_id)));
  const fresh = touched.filter(({ userNo, sessionId }) => places.has(nameOf(userNo, sessionId)));
  return { changes: [changes], fresh, outgrown: () => outgrownSessions(warehouse, fresh, facts) };
}

async function outgrownSessions(
  warehouse: Warehouse,
  fresh: readonly TouchedGameSession[],
  facts: ReadonlyMap<string, bigint>,
): Promise<TouchedGameSession[]> {
  const now = new Map(
    (await signsOf(warehouse, fresh)).map((row) => [nameOf(row.user_no, row.session_id), BigInt(row.facts)]),
  );
  return fresh.filter(({ userNo, sessionId }) => {
    const name = nameOf(userNo, sessionId);
    return now.get(name) !== facts.get(name);
  });
}

/** Reads around what was touched, and further while events turn up far out. */
async function signsOf(warehouse: Warehouse, touched: readonly TouchedGameSession[]): Promise<GameSessionSignsRow[]> {
  let fromMs = Math.min(...touched.map((session) => session.fromMs));
  let toMs = Math.max(...touched.map((session) => session.toMs));
  for (;;) {
    const period = {
      from: new Date(Math.max(fromMs - REACH_MS, FIRST_MS)),
      until: new Date(Math.min(toMs + REACH_MS, LAST_MS)),
    };
    const rows = await warehouse.run(gameSessionSigns(touched, period));
    const first = Math.min(fromMs, ...rows.map((row) => Number(row.from_ms)));
    const last = Math.max(toMs, ...rows.map((row) => Number(row.to_ms)));
    if (first >= fromMs - DAY_MS && last <= toMs + DAY_MS) return rows;
    [fromMs, toMs] = [first, last];
  }
}

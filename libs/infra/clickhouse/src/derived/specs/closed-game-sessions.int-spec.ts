import {
  closedGameSessions,
  EVERYTHING,
  FACT_GAME_SESSIONS_TABLE,
  finishOf,
  type GameSessionRow,
  MetricQuestion,
  metricStatements,
  planOf,
  READING_LIMITS,
  sql,
  type SqlFragment,
  type Statement,
  statement,
  type ValueRow,
} from '@analytics/domain';
import { SeededRandom } from '@analytics/testing';
import { DerivedSuite } from './derived-suite.fixture';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SESSIONS = 300;
/** A week in which Berlin puts its clocks back. */
const FROM = new Date(Date.UTC(2026, 9, 22, 22));
const UNTIL = new Date(Date.UTC(2026, 9, 26, 23));
const WATERMARK = new Date(Date.UTC(2026, 9, 26, 12));

type Answer = Record<string, unknown>;

function randomSessions(seed: number): GameSessionRow[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: SESSIONS }, (_, index) => {
    const startMs = FROM.getTime() - DAY_MS + random.int(0, 6 * 24 * 60) * MINUTE_MS;
    const hasHeartbeat = random.chance(0.6);
    const longest = random.chance(0.1) ? 40 * 60 : 200;
    const lastMs = startMs + (hasHeartbeat ? random.int(0, longest) * MINUTE_MS : 0);
    return {
      session_id: `session-${index}`,
      started_at: new Date(startMs),
      game_id: `game-${random.int(0, 2)}`,
      user_no: random.int(1, 6),
      ended_at: random.chance(0.5) ? new Date(startMs + random.int(-30, longest) * MINUTE_MS) : null,
      last_sign_at: new Date(lastMs),
      has_heartbeat: hasHeartbeat,
      platform: random.pick(['linux', 'windows']),
      country: 'RU',
      client_version: '1',
      is_bot: false,
      is_staff: random.chance(0.1),
      facts: 1n,
      is_deleted: 0,
    };
  });
}

interface Interval {
  readonly row: GameSessionRow;
  readonly fromMs: number;
  readonly toMs: number;
}

const closedOnes = (rows: readonly GameSessionRow[]): Interval[] =>
  rows
    .filter(({ is_staff }) => !is_staff)
    .map((row) => ({ row, fromMs: row.started_at.getTime(), finish: finishOf(row, WATERMARK) }))
    .flatMap(({ finish, ...rest }) => (finish === undefined ? [] : [{ ...rest, toMs: finish.getTime() }]));

/** 64-bit numbers come as text. */
const plain = (value: unknown): unknown => (typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value);

/** Minute by minute: slow, and nothing in common with how the engine goes about it. */
function minutesPlayed(intervals: readonly Interval[], [fromMs, toMs]: readonly [number, number]) {
  const played = new Set<string>();
  let peak = 0;
  for (let minute = fromMs; minute < toMs; minute += MINUTE_MS) {
    const open = intervals.filter((interval) => interval.fromMs <= minute && minute < interval.toMs);
    for (const { row } of open) played.add(`${minute}/${row.user_no}/${row.game_id}`);
    peak = Math.max(peak, new Set(open.map(({ row }) => row.user_no)).size);
  }
  return { playedMs: played.size * MINUTE_MS, peak };
}

describe('game sessions that are over, as the engine counts them', () => {
  let suite: DerivedSuite;
  const rows = randomSessions(7);
  const intervals = closedOnes(rows);
  const questionOf = (metric: string, change: object = {}) =>
    MetricQuestion.of({
      ...{ metric, periodStart: FROM.toISOString(), periodEnd: UNTIL.toISOString(), timezone: 'Europe/Berlin' },
      ...change,
    });
  const { buckets } = questionOf('game_sessions');
  const edges = [...buckets, UNTIL].map((at) => at.getTime());
  const valuesOf = async (of: Statement<ValueRow>, dims: readonly string[] = []) => {
    const told = await suite.clickhouse.run(of);
    const own = told.filter((row) => Number(row.is_total) === 0 && row.dims.join() === dims.join());
    return new Map(own.map(({ bucket_ms, value }) => [Number(bucket_ms), Number(value)]));
  };
  const statementsOf = (question: MetricQuestion) =>
    metricStatements(question.metric, planOf(question, EVERYTHING, WATERMARK));
  const ask = async (query: SqlFragment) => {
    const rowsOf = await suite.clickhouse.run(
      statement<Answer>({
        name: 'game-session-answer',
        query: sql`SELECT * FROM (${query}) ORDER BY ALL`,
        limits: READING_LIMITS,
      }),
    );
    return rowsOf.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
  };

  beforeAll(async () => {
    suite = await DerivedSuite.open('closed-game-sessions');
    const gone = rows.slice(0, 20).map((row) => ({ ...row, started_at: new Date(row.started_at.getTime() - DAY_MS) }));
    await suite.clickhouse.insert(FACT_GAME_SESSIONS_TABLE, [...rows, ...gone], { token: 'rows' });
    const tombstones = gone.map((row) => ({ ...row, facts: 2n, is_deleted: 1 }));
    await suite.clickhouse.insert(FACT_GAME_SESSIONS_TABLE, tombstones, { token: 'tombstones' });
  });
  afterAll(() => suite.warehouse.close());

  it('end where the rule says', async () => {
    const answer = await ask(
      sql`SELECT session_id, length_ms FROM (${closedGameSessions(WATERMARK, FROM, UNTIL)}) WHERE NOT is_staff`,
    );
    const expected = intervals
      .filter(({ fromMs }) => fromMs >= FROM.getTime() && fromMs < UNTIL.getTime())
      .map(({ row, fromMs, toMs }) => ({ session_id: row.session_id, length_ms: toMs - fromMs }));
    expect(answer).toHaveLength(expected.length);
    expect(answer).toEqual(expect.arrayContaining(expected));
  });

  it('are counted where they start', async () => {
    const { numerator, denominator } = statementsOf(questionOf('avg_session_minutes'));
    const [lengths, counts] = [await valuesOf(numerator), await valuesOf(denominator!)];
    for (const [index, bucket] of buckets.entries()) {
      const started = intervals.filter(({ fromMs }) => fromMs >= edges[index]! && fromMs < edges[index + 1]!);
      expect(counts.get(bucket.getTime())).toBe(started.length);
      expect(lengths.get(bucket.getTime())).toBe(started.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
    }
  });

  it('give each day of the zone its part of the time played, no minute of a person and game twice', async () => {
    const played = await valuesOf(statementsOf(questionOf('playtime_hours')).numerator);
    expect([...played]).toHaveLength(buckets.length);
    for (const [index, bucket] of buckets.entries()) {
      const { playedMs } = minutesPlayed(intervals, [edges[index]!, edges[index + 1]!]);
      expect(played.get(bucket.getTime())).toBe(playedMs);
    }
  });

  it('give the largest number of people who play at one instant, also of those who began before the bucket', async () => {
    const question = questionOf('peak_concurrent_players', { granularity: 'hour' });
    const starts = [...question.buckets, UNTIL].map((at) => at.getTime());
    expect(question.buckets).toHaveLength(97);
    const peaks = await valuesOf(statementsOf(question).numerator);
    for (const [index, bucket] of question.buckets.entries()) {
      const { peak } = minutesPlayed(intervals, [starts[index]!, starts[index + 1]!]);
      expect(peaks.get(bucket.getTime()) ?? 0).toBe(peak);
    }
  });

  it('are told apart by platform', async () => {
    const { numerator } = statementsOf(questionOf('playtime_hours', { dimensions: 'platform' }));
    for (const platform of ['linux', 'windows']) {
      const own = intervals.filter(({ row }) => row.platform === platform);
      const played = await valuesOf(numerator, [platform]);
      for (const [index, bucket] of buckets.entries()) {
        const { playedMs } = minutesPlayed(own, [edges[index]!, edges[index + 1]!]);
        expect(played.get(bucket.getTime()) ?? 0).toBe(playedMs);
      }
    }
  });
});

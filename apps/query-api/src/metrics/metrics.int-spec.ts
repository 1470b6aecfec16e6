import {
  type EventRow,
  EVENTS_TABLE,
  MetricQuestion,
  metricValuesStatement,
  METRICS,
  watermarkStatement,
} from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, ClickHouseMigrations, explain } from '@analytics/infra-clickhouse';
import { SeededRandom, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { MetricsService } from './metrics.service';

const ZONES = ['Europe/Moscow', 'UTC', 'America/New_York', 'Asia/Kolkata', 'America/Santiago'];
const FROM = Date.UTC(2026, 8, 1);
const DAYS = 75;
const DAY_MS = 86_400_000;

/** What a view of the game's page by nobody knows besides. */
const NOTHING_MORE = {
  sent_at: null,
  user_no: 0,
  device_no: 0,
  country: '',
  platform: '',
  device_family: '',
  os_family: '',
  browser_family: '',
  is_bot: false,
  is_staff: false,
  correlation_id: '',
  fingerprint: '',
  import_id: '',
  schema_marks: [],
  game_id: '',
  client_version: '',
  campaign_id: '',
  placement: '',
  channel: '',
  payment_method: '',
  acquisition: '',
  service: '',
  kind: '',
  status: '',
  subject_id: '',
  own_at: null,
  duration_seconds: 0,
  rating: 0,
  is_activity: false,
};

/** 20 000 views of 75 days, every twentieth sent twice, between events of another type. */
function rows(random: SeededRandom): EventRow[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    const at = new Date(FROM + Math.floor(random.next() * DAYS * DAY_MS));
    const number = index % 20 === 0 && index > 0 ? index - 1 : index;
    return {
      event_type: index % 10 === 9 ? 'com.platform.catalog.game.searched.v1' : METRICS[0]!.eventType,
      source: `/store/${number % 3}`,
      id: String(number),
      effective_at: at,
      occurred_at: at,
      received_at: new Date(at.getTime() + 1_000),
      schema_version: 1,
      ...NOTHING_MORE,
      data: '{}',
      _kt: 'spec',
      _kp: 0,
      _ko: BigInt(index),
      _hash: 0n,
    };
  });
}

/** The same count by hand: distinct identities whose local day, as Intl writes it, is the bucket's. */
function expected(
  facts: readonly EventRow[],
  zone: string,
  from: Date,
  until: Date,
): { byDay: Map<string, number>; total: number } {
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const days = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const fact of facts) {
    if (fact.event_type !== METRICS[0]!.eventType || fact.effective_at < from || fact.effective_at >= until) continue;
    const identity = `${fact.source} ${fact.id}`;
    const day = dayOf.format(fact.effective_at);
    all.add(identity);
    days.set(day, (days.get(day) ?? new Set()).add(identity));
  }
  return { byDay: new Map([...days].map(([day, identities]) => [day, identities.size])), total: all.size };
}

describe('the values of a metric', () => {
  let suite: SuiteNamespace;
  let config: ClickHouseConfig;
  let clickhouse: ClickHouse;
  let facts: EventRow[];

  beforeAll(async () => {
    suite = await suiteNamespace('query-metrics', { databases: ['clickhouse'] });
    const { url, username, password, database } = suite.clickhouse;
    config = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user: username, password, database });
    const migrations = new ClickHouseMigrations(config);
    await migrations.apply();
    await migrations.close();
    clickhouse = new ClickHouse(config);
    facts = rows(new SeededRandom(7));
    // Half of the rows a second time, as after a crash between the insert and its confirmation.
    await clickhouse.insert(EVENTS_TABLE, facts, { token: 'first' });
    await clickhouse.insert(EVENTS_TABLE, facts.slice(0, 10_000), { token: 'second' });
  }, 120_000);
  afterAll(async () => {
    await clickhouse.onApplicationShutdown();
    await suite.dispose();
  });

  it.each(ZONES)('are the distinct events of each day of %s', async (zone) => {
    const question = MetricQuestion.of({
      metric: 'game_page_views',
      periodStart: '2026-09-03',
      periodEnd: '2026-11-10',
      timezone: zone,
    });
    const values = await new MetricsService(clickhouse).answer(question);
    const { byDay, total } = expected(facts, zone, question.period.from, question.period.until);
    const answered = values.points.map((point) => [zoneDay(question, point.start), point.value]);
    expect(answered).toEqual(answered.map(([day]) => [day, byDay.get(String(day)) ?? 0]));
    expect(values.total).toBe(total);
    expect(values.points).toHaveLength(68);
  });

  it('add up to the same by hour, but for events sent at two times', async () => {
    const question = MetricQuestion.of({
      metric: 'game_page_views',
      periodStart: '2026-10-01',
      periodEnd: '2026-10-31',
      granularity: 'hour',
      timezone: 'UTC',
    });
    const values = await new MetricsService(clickhouse).answer(question);
    expect(values.points).toHaveLength(30 * 24);
    const { total } = expected(facts, 'UTC', question.period.from, question.period.until);
    expect(values.total).toBe(total);
    expect(values.points.reduce((sum, point) => sum + point.value, 0)).toBeGreaterThanOrEqual(total);
  });

  it('know how far the warehouse has got', async () => {
    const question = MetricQuestion.of({
      metric: 'game_page_views',
      periodStart: '2026-11-10',
      periodEnd: '2026-11-20',
      timezone: 'UTC',
    });
    const { watermark, points } = await new MetricsService(clickhouse).answer(question);
    expect(watermark!.getTime()).toBe(Math.max(...facts.map((fact) => fact.received_at.getTime())));
    expect(points.map((point) => point.complete)).toEqual(points.map((_, day) => day < 4));
  });

  it('are asked with statements that fit the migrated schema', async () => {
    const question = MetricQuestion.of({
      metric: 'game_page_views',
      periodStart: '2026-11-01',
      periodEnd: '2026-11-02',
    });
    for (const asked of [metricValuesStatement(question), watermarkStatement()]) {
      expect(String(await explain(config, asked))).not.toBe('');
    }
  });
});

const zoneDay = (question: MetricQuestion, start: Date): string => question.zone.format(start).slice(0, 10);

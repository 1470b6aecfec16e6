import { EVERYTHING, MetricQuestion, rejectionRow, type RejectionRow, REJECTIONS_TABLE } from '@analytics/domain';
import { SeededRandom } from '@analytics/testing';
import { MetricsService } from '../metrics.service';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

const random = new SeededRandom(17);
const TYPES = ['com.platform.catalog.game.viewed.v1', 'com.platform.auth.user.loggedin.v1', null];
const FIRST = Date.UTC(2026, 9, 1);

/** Dead letters as they come: some events are refused several times, of some nobody knows which they were. */
const LETTERS = Array.from({ length: 400 }, (_, index) => {
  const nth = random.int(1, 250);
  const isKnown = nth % 5 !== 0;
  return {
    dlq_id: index.toString(16).padStart(64, '0'),
    first_seen: new Date(FIRST + random.int(0, 45 * 24 * 60) * 60_000).toISOString(),
    event_type: TYPES[nth % 3]!,
    event_source: isKnown ? '/shop' : null,
    event_id: isKnown ? `event-${nth}` : null,
  };
});

function grouped(letters: typeof LETTERS): Record<string, typeof LETTERS> {
  const found: Record<string, typeof LETTERS> = {};
  for (const letter of letters) (found[letter.event_id ?? letter.dlq_id] ??= []).push(letter);
  return found;
}

/** The same worked out over arrays: of letters about one event the first, others each for itself. */
const REFUSED = Object.values(grouped(LETTERS)).map((letters) => ({
  at: Math.min(...letters.map(({ first_seen: seen }) => Date.parse(seen))),
  type: letters[0]!.event_type ?? '',
}));

const ZONES = ['Europe/Moscow', 'UTC', 'America/New_York'];
const PERIODS = [
  { granularity: 'minute', periodStart: '2026-10-25', periodEnd: '2026-10-26' },
  { granularity: 'hour', periodStart: '2026-10-31', periodEnd: '2026-11-03' },
  { granularity: 'day', periodStart: '2026-10-05', periodEnd: '2026-11-08' },
  { granularity: 'week', periodStart: '2026-10-03', periodEnd: '2026-11-09' },
  { granularity: 'month', periodStart: '2026-09-27', periodEnd: '2026-11-12' },
];

describe('events_rejected', () => {
  let warehouse: FilledWarehouse;
  let metrics: MetricsService;

  beforeAll(async () => {
    warehouse = await filledWarehouse('query-rejections', []);
    metrics = new MetricsService(warehouse.clickhouse);
    // In two inserts, as two batches would bring them.
    for (const part of [LETTERS.slice(0, 200), LETTERS.slice(200)]) {
      const rows = part.map((letter) => rejectionRow(letter)).filter((row): row is RejectionRow => row !== undefined);
      expect(rows).toHaveLength(200);
      await warehouse.clickhouse.insert(REJECTIONS_TABLE, rows, { token: part[0]!.dlq_id });
    }
  });
  afterAll(() => warehouse.dispose());

  const cases = ZONES.flatMap((timezone) => PERIODS.map((period) => ({ ...period, timezone })));

  it.each(cases)('by $granularity in $timezone is what the letters say, by type too', async (asked) => {
    const question = MetricQuestion.of({ metric: 'events_rejected', ...asked, dimensions: 'event_type' });
    const { series, total } = await metrics.valuesAt(question, { scope: EVERYTHING }, await metrics.watermark());
    const { buckets, period } = question;
    const within = (from: Date, until: Date, type?: string) =>
      REFUSED.filter(({ at, type: of }) => at >= from.getTime() && at < until.getTime() && (type ?? of) === of).length;
    const expected = ['', ...TYPES].filter((type): type is string => type !== null);
    for (const type of expected) {
      const found = series.find(({ dims }) => dims[0] === type);
      const counts = buckets.map((start, index) => within(start, buckets[index + 1] ?? period.until, type));
      expect(found?.points.map(({ value }) => value) ?? buckets.map(() => 0)).toEqual(counts);
    }
    expect(total.value).toBe(within(period.from, period.until));
    expect(series.reduce((sum, each) => sum + each.total.value!, 0)).toBe(total.value);
  });

  it('is nobody’s but who sees everything', () => {
    const question = MetricQuestion.of({ metric: 'events_rejected', ...PERIODS[2]! });
    const scope = { kind: 'games', developerId: 'north', gameIds: ['alpha'] } as const;
    return expect(metrics.valuesAt(question, { scope }, null)).rejects.toMatchObject({
      code: 'ACCESS_DENIED_TO_RESOURCE',
    });
  });
});

import type { ValidatedEvent } from '@analytics/contracts';
import {
  type Basis,
  EVERYTHING,
  type Granularity,
  METRICS,
  type MetricCell,
  MetricQuestion,
  type MetricValues,
} from '@analytics/domain';
import {
  generateStore,
  type ReferenceAnswer,
  referenceMetric,
  type ReferenceSeries,
  STANDARD_DATA,
  testKnob,
} from '@analytics/testing';
import { MetricsService } from '../metrics.service';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

/** `METRICS_GRID=full METRICS_SEED=2` asks every combination of one data set; CI asks each metric by each dimension in one of them. */
const FULL = testKnob('METRICS_GRID', 'everyday') === 'full';
const SEED = testKnob('METRICS_SEED', 'standard');
const SEEDS = ['standard', '1', '2', '3'];
const eventsOf = (seed: string): readonly ValidatedEvent[] =>
  seed === 'standard'
    ? STANDARD_DATA
    : generateStore({ seed: Number(seed), events: 2_500, users: 60, games: 6, days: 45 }).events;

const PERIODS: readonly { granularity: Granularity; start: string; end: string }[] = [
  { granularity: 'day', start: '2026-10-22', end: '2026-11-08' },
  { granularity: 'hour', start: '2026-10-31', end: '2026-11-03' },
  { granularity: 'week', start: '2026-10-03', end: '2026-11-09' },
  { granularity: 'month', start: '2026-09-27', end: '2026-11-12' },
  // Around the hour that New York has twice.
  { granularity: 'minute', start: '2026-11-01T05:20:30Z', end: '2026-11-01T06:40:00Z' },
];
/** Moscow keeps its clock; New York puts it back on 1 November; Kolkata has no whole hours, so facts are read instead of marts. */
const ZONES = ['Europe/Moscow', 'UTC', 'America/New_York', 'Asia/Kolkata'];
const COMBINATIONS = PERIODS.flatMap((period) => ZONES.map((zone) => ({ ...period, zone })));
/** Kolkata once for each metric is enough: how facts are grouped by a dimension does not depend on the zone. */
const GRID = (by: readonly string[]) => COMBINATIONS.filter(({ zone }) => by.length === 0 || zone !== 'Asia/Kolkata');
const ABOUT_GAMES: readonly string[] = ['game_id', 'developer_id', 'genre'];

/** The first two, and the first, the third and the last, where there are that many. */
const several = (dimensions: readonly string[]): string[][] =>
  dimensions.length < 4 ? [] : [dimensions.slice(0, 2), [dimensions[0]!, dimensions[2]!, dimensions.at(-1)!]];

type Numbers = Readonly<Record<string, unknown>>;

/** Rounded where a division may end in another last digit. */
const told = ({ value, numerator, denominator }: MetricCell): unknown[] =>
  [value, numerator, denominator].map((number) =>
    typeof number === 'number' ? Number(number.toPrecision(12)) : number,
  );

const isNothing = (cells: readonly MetricCell[]): boolean =>
  cells.every(({ value, numerator, denominator }) => !value && !numerator && !denominator);

/** Acts without a game stand in no group of a break-down by games, as the reference has them: those groups are not compared. */
const COUNTS_PEOPLE: readonly string[] = [
  ...['dau', 'wau', 'mau', 'wau_iso', 'mau_calendar', 'stickiness'],
  ...['new_users', 'payer_share', 'arpu', 'arpdau'],
];
const isComparable = ({ metric, dimensions }: MetricQuestion, dims: readonly string[]): boolean =>
  !COUNTS_PEOPLE.includes(metric.name) ||
  !dimensions.some((dimension, index) => ABOUT_GAMES.includes(dimension) && dims[index] === '');

function toNumbers(question: MetricQuestion, { series, total }: Pick<MetricValues, 'series' | 'total'>): Numbers {
  const named = series
    .filter(({ dims, points, total: sum }) => dims.length === 0 || !isNothing([...points, sum]))
    .filter(({ dims }) => isComparable(question, dims))
    .map(({ dims, points, total: sum }) => [dims.join('|'), { points: points.map(told), total: told(sum) }] as const);
  return { ...Object.fromEntries(named), all: told(total) };
}

function ofReference(question: MetricQuestion, { series, total }: ReferenceAnswer): Numbers {
  const dimsOf = (values: ReferenceSeries['dimensions']) => question.dimensions.map((name) => values[name] ?? '');
  const same = series.map(({ dimensions, ...rest }) => ({ ...rest, dims: dimsOf(dimensions) }));
  return toNumbers(question, { series: same as unknown as MetricValues['series'], total });
}

/** What was refused is no event of the world; it has a spec of its own. */
const COMPARED = METRICS.filter(({ name }) => name !== 'events_rejected');

const cases = COMPARED.flatMap(({ name, dimensions, tags }, at) =>
  [[], ...dimensions.map((dimension) => [dimension]), ...several(dimensions)].map((by, index) => {
    const first = at * 5 + index * 3;
    const steps = by.length === 0 ? [0, 7] : [0];
    const chosen = FULL ? GRID(by) : steps.map((step) => COMBINATIONS[(first + step) % COMBINATIONS.length]!);
    const bases = ({ granularity }: (typeof PERIODS)[number]) => {
      const everyday = granularity === 'day' ? ['purchase_date'] : ['booking_date'];
      return FULL && tags.includes('money') ? ['booking_date', 'purchase_date'] : everyday;
    };
    const asked = chosen.flatMap((one) => bases(one).map((basis) => ({ ...one, basis: basis as Basis })));
    return { metric: name, by: by.join(','), asked, seed: FULL ? SEED : SEEDS[(at + index) % SEEDS.length]! };
  }),
);

describe.each(FULL ? [SEED] : SEEDS)('the values of metrics on data %s', (seed) => {
  const events = eventsOf(seed);
  let warehouse: FilledWarehouse;
  let metrics: MetricsService;
  let watermark: Date | null;

  beforeAll(async () => {
    warehouse = await filledWarehouse('query-reference', events);
    metrics = new MetricsService(warehouse.clickhouse);
    watermark = await metrics.watermark();
  });
  afterAll(() => warehouse.dispose());

  it.each(cases.filter((one) => one.seed === seed))(
    'of $metric by [$by] are those of the reference',
    async ({ metric, by, asked }) => {
      for (const { granularity, start, end, zone, basis } of asked) {
        const period = { periodStart: start, periodEnd: end };
        const question = MetricQuestion.of({ metric, ...period, granularity, timezone: zone, dimensions: by, basis });
        const { from: periodStart, until: periodEnd } = question.period;
        const { dimensions } = question;
        const expected = referenceMetric(metric, events, {
          ...{ zone, periodStart, periodEnd, granularity, dimensions, basis },
        });
        const answer = await metrics.valuesAt(question, { scope: EVERYTHING }, watermark);
        const named = { granularity, zone, basis };
        expect({ ...named, ...toNumbers(question, answer) }).toEqual({ ...named, ...ofReference(question, expected) });
      }
    },
    FULL ? 600_000 : 30_000,
  );
});

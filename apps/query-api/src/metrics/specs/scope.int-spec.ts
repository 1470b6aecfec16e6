import { EVERYTHING, METRICS, MetricQuestion, type MetricValues, type Scope } from '@analytics/domain';
import {
  generateStore,
  type ReferenceFilter,
  referenceMetric,
  SeededRandom,
  testKnob,
  worldOf,
} from '@analytics/testing';
import { AnswersConfig } from '../answers/answers.config';
import { MetricsService } from '../metrics.service';
import { ScopesService } from '../scopes.service';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

const TREES = Number(testKnob('METRICS_FILTER_TREES', '1000'));
const AT_ONCE = 10;
const { events } = generateStore({ seed: 3, events: 2_000, users: 50, games: 6, days: 30 });
const PERIOD = { periodStart: '2026-10-25', periodEnd: '2026-11-08', timezone: 'UTC' };
const person = { roles: ['developer' as const], scopes: [] };

/** Twelve digits are enough to tell numbers apart and few enough for divisions. */
const rounded = (number: number | null | undefined) =>
  typeof number === 'number' ? Number(number.toPrecision(12)) : number;

describe('within a scope', () => {
  let warehouse: FilledWarehouse;
  let metrics: MetricsService;
  let scopes: ScopesService;
  let watermark: Date | null;
  let developers: string[];

  beforeAll(async () => {
    warehouse = await filledWarehouse('query-scope', events);
    metrics = new MetricsService(warehouse.clickhouse);
    watermark = await metrics.watermark();
    scopes = new ScopesService(warehouse.clickhouse, new AnswersConfig());
    const { told, gameOf } = worldOf(events);
    const games = told.map(({ event }) => String(event.data['gameId'] ?? ''));
    developers = [...new Set(games.map((game) => gameOf(game).developer))].filter((name) => name !== '').sort();
  });
  afterAll(() => warehouse.dispose());

  const scopeOf = (developerId: string): Promise<Scope> => scopes.scopeOf({ ...person, developerId });
  const answerTo = (metric: string, scope: Scope, change: object = {}): Promise<MetricValues> =>
    metrics.valuesAt(MetricQuestion.of({ metric, ...PERIOD, ...change }), { scope }, watermark);
  const reference = (metric: string, filters: readonly ReferenceFilter[]) => {
    const { period } = MetricQuestion.of({ metric, ...PERIOD });
    const asked = { zone: 'UTC', periodStart: period.from, periodEnd: period.until, granularity: 'day' as const };
    return referenceMetric(metric, events, { ...asked, filters });
  };

  it.each(METRICS.filter(({ dimensions }) => dimensions.includes('game_id')).map(({ name }) => name))(
    'a developer sees of %s what there is of the own games',
    async (metric) => {
      const developer = developers[0]!;
      const { series, total } = await answerTo(metric, await scopeOf(developer));
      const expected = reference(metric, [{ dimension: 'developer_id', op: 'eq', values: [developer] }]);
      expect(series[0]!.points.map(({ value }) => rounded(value))).toEqual(
        expected.series[0]!.points.map(({ value }) => rounded(value)),
      );
      expect(rounded(total.value)).toBe(rounded(expected.total.value));
    },
  );

  it('the own games of all developers, and those of nobody, are everything', async () => {
    const own = await Promise.all(developers.map(async (name) => answerTo('game_page_views', await scopeOf(name))));
    const nobodys = JSON.stringify([{ dimension: 'developer_id', op: 'is_not_set' }]);
    const rest = await answerTo('game_page_views', EVERYTHING, { filters: nobodys });
    const all = await answerTo('game_page_views', EVERYTHING);
    expect([...own, rest].reduce((sum, { total }) => sum + total.value!, 0)).toBe(all.total.value);
    expect(own.every(({ total }) => total.value! < all.total.value!)).toBe(true);
  });

  it('a developer without games sees zeros, also of bots and staff', async () => {
    const { series, total, excluded } = await answerTo('dau', await scopeOf('nobody'));
    expect(series[0]!.points.every(({ value }) => value === 0)).toBe(true);
    expect([total.value, excluded]).toEqual([0, { bots: 0, staff: 0 }]);
  });

  it('B25 no filters whatever show more than the own games', async () => {
    const random = new SeededRandom(11);
    const scope = await scopeOf(developers[0]!);
    const values = { platform: ['windows', 'linux', ''], country: ['RU', 'DE', ''], genre: ['puzzle', 'racing', ''] };
    const ops = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'is_set', 'is_not_set'];
    const own = (await answerTo('game_page_views', scope)).total.value!;
    const games = new Set(scope.kind === 'games' ? scope.gameIds : []);
    const anyFilters = () =>
      Array.from({ length: random.int(1, 4) }, () => {
        const dimension = random.pick(Object.keys(values) as (keyof typeof values)[]);
        const op = random.pick(ops);
        return { dimension, op, values: op.startsWith('is_') ? [] : [random.pick(values[dimension])] };
      });
    for (let tree = 0; tree < TREES; tree += AT_ONCE) {
      const asked = Array.from({ length: AT_ONCE }, () => ({
        filters: JSON.stringify(anyFilters()),
        dimensions: 'game_id',
      }));
      for (const { series, total } of await Promise.all(asked.map((one) => answerTo('game_page_views', scope, one)))) {
        expect(series.filter(({ dims }) => !games.has(dims[0]!))).toEqual([]);
        expect(total.value).toBeLessThanOrEqual(own);
        expect(series.reduce((sum, each) => sum + each.total.value!, 0)).toBe(total.value);
      }
    }
  }, 300_000);

  /** Groups that share nothing: one value of the dimension for each thing counted. */
  const additive = METRICS.filter(
    ({ kind, name }) => (kind === 'count' || kind === 'sum') && name !== 'events_rejected',
  );
  it.each(
    additive.flatMap((metric) =>
      metric.dimensions
        .filter((dimension) => dimension !== 'genre' && metric.overlapping?.includes(dimension) !== true)
        .filter((dimension) => metric.name !== 'new_users' || dimension === 'platform' || dimension === 'country')
        .map((dimension) => [metric.name, dimension] as const),
    ),
  )('%s of all groups by %s is %s of everything', async (metric, dimension) => {
    const { series, total } = await answerTo(metric, EVERYTHING, { dimensions: dimension });
    const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((all, value) => all + (value ?? 0), 0);
    expect(rounded(sum(series.map((each) => each.total.value)))).toBe(rounded(total.value));
    const plain = await answerTo(metric, EVERYTHING);
    const byBucket = plain.series[0]!.points.map((_, at) =>
      rounded(sum(series.map(({ points }) => points[at]!.value))),
    );
    expect(byBucket).toEqual(plain.series[0]!.points.map(({ value }) => rounded(value)));
    expect(rounded(sum(plain.series[0]!.points.map(({ value }) => value)))).toBe(rounded(total.value));
  });

  it.each(['dau', 'payers'])('%s of a period is a count of its own, no sum of its days', async (metric) => {
    const { series, total } = await answerTo(metric, EVERYTHING);
    const ofDays = series[0]!.points.map(({ value }) => value!);
    expect(total.value).toBeLessThan(ofDays.reduce((sum, value) => sum + value, 0));
    expect(total.value).toBeGreaterThanOrEqual(Math.max(...ofDays));
    const byPlatform = await answerTo(metric, EVERYTHING, { dimensions: 'platform' });
    const ofGroups = byPlatform.series.map((each) => each.total.value!);
    expect(byPlatform.total.value).toBe(total.value);
    expect(total.value).toBeLessThanOrEqual(ofGroups.reduce((sum, value) => sum + value, 0));
  });

  it.each([
    ['game_page_views', { dimension: 'platform', op: 'eq', values: ['windows'] }],
    ['game_page_views', { dimension: 'platform', op: 'not_in', values: ['windows', ''] }],
    ['game_page_views', { dimension: 'country', op: 'is_not_set' }],
    ['game_page_views', { dimension: 'placement', op: 'gte', values: ['r'] }],
    ['game_page_views', { dimension: 'genre', op: 'eq', values: ['puzzle'] }],
    ['game_page_views', { dimension: 'genre', op: 'neq', values: ['puzzle'] }],
    ['game_page_views', { dimension: 'genre', op: 'in', values: [''] }],
    ['dau', { dimension: 'platform', op: 'in', values: ['windows', 'linux'] }],
    ['mau', { dimension: 'genre', op: 'eq', values: ['puzzle'] }],
    ['new_users', { dimension: 'country', op: 'neq', values: ['RU'] }],
    ['net_revenue', { dimension: 'payment_method', op: 'is_set' }],
    ['net_revenue', { dimension: 'platform', op: 'neq', values: ['windows'] }],
    ['orders', { dimension: 'genre', op: 'eq', values: ['puzzle'] }],
    ['playtime_hours', { dimension: 'country', op: 'eq', values: ['RU'] }],
    ['conversion_page_to_purchase', { dimension: 'genre', op: 'neq', values: ['puzzle'] }],
  ] as const)('%s filtered by %j is what the reference has', async (metric, filter) => {
    const { series, total } = await answerTo(metric, EVERYTHING, { filters: JSON.stringify([filter]) });
    const expected = reference(metric, [filter as unknown as ReferenceFilter]);
    expect(series[0]!.points.map(({ value }) => rounded(value))).toEqual(
      expected.series[0]!.points.map(({ value }) => rounded(value)),
    );
    expect(rounded(total.value)).toBe(rounded(expected.total.value));
  });

  it('a break-down by genres is by those that were asked for', async () => {
    const filters = JSON.stringify([{ dimension: 'genre', op: 'eq', values: ['puzzle'] }]);
    const { series } = await answerTo('game_page_views', EVERYTHING, { filters, dimensions: 'genre' });
    expect(series.map(({ dims }) => dims)).toEqual([['puzzle']]);
  });

  it('minutes add up to their hours, and their peak is the hour’s', async () => {
    const day = { periodStart: '2026-11-02', periodEnd: '2026-11-03' };
    for (const metric of ['game_page_views', 'playtime_hours', 'peak_concurrent_players']) {
      const [minutes, hours] = await Promise.all(
        ['minute', 'hour'].map((granularity) => answerTo(metric, EVERYTHING, { ...day, granularity })),
      );
      expect(minutes!.series[0]!.points).toHaveLength(1_440);
      expect(rounded(minutes!.total.value)).toBe(rounded(hours!.total.value));
      const ofHours = hours!.series[0]!.points.map((_, hour) => {
        const values = minutes!.series[0]!.points.slice(hour * 60, hour * 60 + 60).map(({ value }) => value!);
        return metric.startsWith('peak') ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
      });
      expect(ofHours.map(rounded)).toEqual(hours!.series[0]!.points.map(({ value }) => rounded(value)));
    }
  });

  it('compared numbers are those of the earlier period', async () => {
    const change = { periodStart: '2026-11-01', dimensions: 'platform' };
    const both = await answerTo('arpu', EVERYTHING, { ...change, compare: 'previous_period' });
    const before = await answerTo('arpu', EVERYTHING, {
      ...change,
      periodEnd: '2026-11-01',
      periodStart: '2026-10-25',
    });
    const found = new Map(before.series.map(({ dims, total }) => [dims[0], total]));
    expect(both.series.length).toBeGreaterThan(1);
    for (const { dims, comparison } of both.series) {
      expect(comparison!.total).toEqual(found.get(dims[0]) ?? { value: null, numerator: 0, denominator: 0 });
    }
    expect(both.comparison!.total).toEqual(before.total);
  });
});

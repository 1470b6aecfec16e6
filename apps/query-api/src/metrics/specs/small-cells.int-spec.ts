import { EVERYTHING, MetricQuestion, METRICS, type MetricValues, tellsOfPeople } from '@analytics/domain';
import { generateStore } from '@analytics/testing';
import { MetricsService } from '../metrics.service';
import { filledWarehouse, type FilledWarehouse } from './filled-warehouse.fixture';

const FEWEST = 10;
const { events } = generateStore({ seed: 5, events: 4_000, users: 120, games: 6, days: 30 });
const PERIOD = { periodStart: '2026-10-25', periodEnd: '2026-11-08', timezone: 'UTC', granularity: 'week' };
const ADDED_UP = 'net_revenue';

/** Countries by people, thinned so that some hold few. */
const COUNTRIES = ['RU', 'DE', 'KZ', 'US', 'FR'];
const shares = [60, 85, 105, 114, 118];
const spread = events.map((event) => ({
  ...event,
  country:
    COUNTRIES[
      Math.max(
        0,
        shares.findIndex((share) => ((event.user_no ?? event.device_no ?? 0) * 37) % 120 < share),
      )
    ]!,
}));

describe('groups of few people', () => {
  let warehouse: FilledWarehouse;
  let metrics: MetricsService;
  let watermark: Date | null;

  beforeAll(async () => {
    warehouse = await filledWarehouse('query-small-cells', spread);
    metrics = new MetricsService(warehouse.clickhouse);
    watermark = await metrics.watermark();
  });
  afterAll(() => warehouse.dispose());

  const ask = (metric: string, change: object, fewestPeople?: number): Promise<MetricValues> => {
    const question = MetricQuestion.of({ metric, ...PERIOD, ...change });
    return metrics.valuesAt(question, { scope: EVERYTHING, ...(fewestPeople && { fewestPeople }) }, watermark);
  };
  const only = (...values: string[]) => ({ filters: JSON.stringify([{ dimension: 'country', op: 'in', values }]) });
  const without = (...values: string[]) => ({
    filters: JSON.stringify([{ dimension: 'country', op: 'not_in', values }]),
  });
  const peopleBy = async (metric: string): Promise<Map<string, number>> => {
    const { series } = await ask(metric, { dimensions: 'country' });
    return new Map(series.map(({ dims, total }) => [dims[0]!, total.value!]));
  };

  it.each(['dau', 'payers', 'new_users', 'mau'])(
    'B26 of %s are hidden, the others are what they are',
    async (metric) => {
      const change = { dimensions: 'country', compare: 'previous_period' };
      const [all, some] = await Promise.all([ask(metric, change), ask(metric, change, FEWEST)]);
      const found = new Map(some.series.map((each) => [each.dims[0], each]));
      let hidden = 0;
      for (const { dims, points, total } of all.series) {
        const seen = found.get(dims[0])!;
        for (const [index, cell] of [...points, total].entries()) {
          const told = [...seen.points, seen.total][index]!;
          hidden += told.suppressed === true ? 1 : 0;
          const { value, numerator, denominator } = told;
          expect(told.suppressed ? [value, numerator, denominator] : told).toEqual(
            told.suppressed ? [null, undefined, undefined] : cell,
          );
          if (cell.value! > 0 && cell.value! < FEWEST) expect(told.suppressed).toBe(true);
        }
      }
      expect(hidden).toBeGreaterThan(0);
      expect(some.total).toEqual(all.total);
    },
  );

  it.each(
    METRICS.filter((metric) => tellsOfPeople(metric)).map(({ name, dimensions }) => [name, dimensions[0]!] as const),
  )('of %s by %s are counted for each number, and hide both parts of a ratio', async (metric, dimension) => {
    const { series } = await ask(metric, { dimensions: dimension }, 1_000_000);
    for (const { points, total } of series) {
      for (const { suppressed, value, numerator = 0, denominator = 0 } of [...points, total]) {
        if (!suppressed) expect([value ?? 0, numerator, denominator]).toEqual([0, 0, 0]);
      }
    }
  });

  it('B26 of two filters do not tell by their difference what neither tells', async () => {
    const payers = await peopleBy('payers');
    const few = [...payers].filter(([, people]) => people > 0 && people < FEWEST).map(([country]) => country);
    expect(few.length).toBeGreaterThan(0);
    const whole = await ask(ADDED_UP, {}, FEWEST);
    expect(whole.total.suppressed).toBeUndefined();
    const names = [...payers.keys()];
    for (const country of few) {
      const rest = names.filter((name) => name !== country);
      const pairs = [
        [await ask(ADDED_UP, {}, FEWEST), await ask(ADDED_UP, without(country), FEWEST)],
        [await ask(ADDED_UP, only(...names), FEWEST), await ask(ADDED_UP, only(...rest), FEWEST)],
        [await ask(ADDED_UP, only('RU', country), FEWEST), await ask(ADDED_UP, only('RU'), FEWEST)],
      ];
      for (const [more, less] of pairs) {
        expect([more!.total.suppressed, less!.total.suppressed]).toContain(true);
        more!.series[0]!.points.forEach((point, index) => {
          const other = less!.series[0]!.points[index]!;
          if (!point.suppressed && !other.suppressed) expect(point.value! - other.value!).toBe(0);
        });
      }
    }
    expect((await ask(ADDED_UP, only('RU'), FEWEST)).total.suppressed).toBeUndefined();
  });

  it('do not come out in what is left over beside fewer and fewer series', async () => {
    const seen: (number | null)[] = [];
    for (let limit = 1; limit <= COUNTRIES.length; limit += 1) {
      const { series } = await ask(ADDED_UP, { dimensions: 'country', limit: String(limit) }, FEWEST);
      const other = series.find(({ dims }) => dims[0] === '__other__');
      if (other !== undefined && !other.total.suppressed) seen.push(other.total.value);
    }
    const payers = await peopleBy('payers');
    const revenue = await peopleBy(ADDED_UP);
    const few = [...payers]
      .filter(([, people]) => people > 0 && people < FEWEST)
      .map(([country]) => revenue.get(country)!);
    for (const value of seen) expect(few).not.toContain(value);
    for (const one of seen) for (const other of seen) expect(few).not.toContain(Number((one! - other!).toFixed(2)));
  });

  it('B26 do not tell their order by which of them stays when fewer and fewer series are asked for', async () => {
    const asked = (limit: number) => ask(ADDED_UP, { dimensions: 'country', limit: String(limit) }, FEWEST);
    const { series } = await asked(COUNTRIES.length);
    const hidden = series.filter(({ total }) => total.suppressed).map(({ dims }) => dims[0]!);
    expect(hidden.length).toBeGreaterThan(1);
    expect(hidden).toEqual([...hidden].sort());
    const all = series.map(({ dims }) => dims[0]);
    expect(all.slice(-hidden.length)).toEqual(hidden);
    for (let limit = 1; limit < all.length; limit += 1) {
      const named = (await asked(limit)).series.map(({ dims }) => dims[0]).filter((name) => name !== '__other__');
      expect(named).toEqual(all.slice(0, limit));
    }
  });

  it('are nobody’s secret where nothing is broken down or filtered, and where nothing is told of people', async () => {
    const total = await ask('dau', {}, 1_000_000);
    expect(total.total.suppressed).toBeUndefined();
    const views = await ask('game_page_views', { dimensions: 'country' }, 1_000_000);
    expect(views.series.some((each) => each.total.suppressed)).toBe(false);
  });
});

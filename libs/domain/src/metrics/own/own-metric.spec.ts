import type { Measure } from '../definitions/measure';
import { METRICS } from '../definitions/metrics';
import { EVERYTHING } from '../plan/scope';
import { planOf } from '../plan/metric-plan';
import { MetricQuestion } from '../question/metric-question';
import { metricStatements } from '../statements/metric-statements';
import { dimensionsOf, traitsOf } from './measure-traits';
import { changedOwnMetric, parseOwnMetric, toMetric } from './own-metric';
import { MetricDefinitionInvalid } from './own-metric-errors';

const VIEWS = ['com.platform.catalog.game.viewed.v1'];
const GIVEN = {
  name: 'views_per_buyer',
  display_name: { en: 'Views per buyer', ru: 'Просмотры на покупателя' },
  description: { en: 'How much is looked at.', ru: 'Сколько смотрят.' },
  numerator: { of: 'events', types: VIEWS },
  denominator: { of: 'payers' },
  filters: [{ dimension: 'platform', op: 'in', values: ['windows'] }],
  tags: ['store'],
};
const own = (change: object = {}) => parseOwnMetric({ ...GIVEN, ...change });
const PERIOD = { metric: '', periodStart: '2026-11-01', periodEnd: '2026-11-03' };

describe('an own metric', () => {
  it('is what its measures make of it, and says so in words', () => {
    expect(toMetric(own(), 3)).toMatchObject({
      version: 3,
      kind: 'ratio',
      unit: 'ratio',
      dimensions: ['platform', 'country', 'game_id', 'developer_id', 'genre'],
      formula: {
        en: 'number of events com.platform.catalog.game.viewed.v1 / payers, only platform in windows',
        ru: 'число событий com.platform.catalog.game.viewed.v1 / платящие, только platform in windows',
      },
    });
  });

  it.each([
    [{ of: 'sales', sum: 'net' }, { of: 'payers' }, 'RUB', undefined],
    [{ of: 'sales', sum: 'refund' }, { of: 'sales', sum: 'gross' }, 'ratio', undefined],
    [{ of: 'game-sessions', what: 'length' }, { of: 'people' }, 'minutes', 60_000],
    [{ of: 'playtime' }, { of: 'people' }, 'hours', 3_600_000],
    [{ of: 'events', types: VIEWS, sum: 'ratings' }, { of: 'events', types: VIEWS }, 'points', undefined],
  ])('of %j by %j is in %s', (numerator, denominator, unit, divisor) => {
    const made = toMetric(own({ numerator, denominator, filters: [] }), 1);
    expect([made.unit, made.divisor]).toEqual([unit, divisor]);
  });

  it('alone is what the metric of the product is that measures the same', () => {
    for (const metric of METRICS.filter(({ denominator }) => denominator === undefined)) {
      const { unit, kind, divisor } = traitsOf(metric.numerator as Extract<Measure, { of: 'events' }>);
      expect([metric.name, unit, kind, divisor]).toEqual([metric.name, metric.unit, metric.kind, metric.divisor]);
      expect(metric.dimensions.every((dimension) => dimensionsOf(metric.numerator).includes(dimension))).toBe(true);
    }
  });

  it('brings its conditions into every question, and cannot be asked by more than it has', () => {
    const metric = toMetric(own({ dimensions: ['country'] }), 1);
    const question = MetricQuestion.of({ ...PERIOD, dimensions: 'country' }, metric);
    expect(question.filters).toEqual(GIVEN.filters);
    const { numerator, denominator } = metricStatements(metric, planOf(question, EVERYTHING, null));
    for (const statement of [numerator, denominator!]) {
      expect(statement.text).toContain('platform');
      expect(Object.values(statement.params)).toContainEqual(['windows']);
    }
    expect(() => MetricQuestion.of({ ...PERIOD, dimensions: 'genre' }, metric)).toThrow('dimensions');
  });

  it('has an activity set of its own, which is read from the facts', () => {
    const metric = toMetric(own({ numerator: { of: 'people', activity: VIEWS }, denominator: undefined }), 1);
    const { numerator } = metricStatements(metric, planOf(MetricQuestion.of(PERIOD, metric), EVERYTHING, null));
    expect(numerator.text).toMatch(/FROM events\b/);
    expect(numerator.text).not.toContain('mart_activity_hourly');
  });

  it('changes member by member, and works out again what follows from its measures', () => {
    const before = own({ dimensions: ['country'] });
    expect(changedOwnMetric(before, { tags: ['other'] })).toEqual({ ...before, tags: ['other'] });
    const alone = changedOwnMetric(before, { numerator: { of: 'orders' }, denominator: null, filters: [] });
    expect([alone.denominator, alone.dimensions.includes('payment_method')]).toEqual([undefined, true]);
    expect(() => changedOwnMetric(before, { name: 'other' })).toThrow(MetricDefinitionInvalid);
  });

  it.each([
    [null, ''],
    [[], ''],
    ['x', ''],
    [{ ...GIVEN, sql: 'SELECT 1' }, ''],
    [{ ...GIVEN, name: 'dau' }, '/name'],
    [{ ...GIVEN, name: "x'); DROP TABLE--" }, '/name'],
    [{ ...GIVEN, name: 'constructor\n' }, '/name'],
    [{ ...GIVEN, display_name: { en: 'only' } }, '/display_name/ru'],
    [{ ...GIVEN, display_name: { en: 'a\nb', ru: 'a' } }, '/display_name/en'],
    [{ ...GIVEN, description: 'text' }, '/description'],
    [{ ...GIVEN, numerator: { of: 'constructor' } }, '/numerator/of'],
    [{ ...GIVEN, numerator: { of: 'sales', sum: 'all' } }, '/numerator/sum'],
    [{ ...GIVEN, numerator: { of: 'orders', sum: 'net' } }, '/numerator'],
    [{ ...GIVEN, numerator: { of: 'events', types: [] } }, '/numerator/types'],
    [{ ...GIVEN, numerator: { of: 'events', types: ["x') OR 1"] } }, '/numerator/types'],
    [{ ...GIVEN, numerator: { of: 'events', types: Array<string>(51).fill(VIEWS[0]!) } }, '/numerator/types'],
    [{ ...GIVEN, denominator: { of: 'outstanding-wishes' } }, '/denominator'],
    [{ ...GIVEN, denominator: { of: 'services', what: 'requests' } }, '/denominator'],
    [{ ...GIVEN, numerator: { of: 'wishes', effect: 'added' }, denominator: { of: 'playtime' } }, '/denominator'],
    [{ ...GIVEN, filters: [{ dimension: 'channel', op: 'is_set' }] }, '/filters'],
    [{ ...GIVEN, filters: [{ dimension: '__proto__', op: 'is_set' }] }, '/filters'],
    [{ ...GIVEN, filters: Array<object>(11).fill({ dimension: 'platform', op: 'is_set' }) }, '/filters'],
    [{ ...GIVEN, dimensions: ['payment_method'] }, '/dimensions'],
    [{ ...GIVEN, dimensions: ['country', 'country'] }, '/dimensions'],
    [{ ...GIVEN, tags: ['<script>'] }, '/tags'],
  ])('cannot be %j', (given, pointer) => {
    const refused = (() => {
      try {
        return parseOwnMetric(given);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(MetricDefinitionInvalid);
    expect((refused as MetricDefinitionInvalid).source).toEqual({ pointer });
  });
});

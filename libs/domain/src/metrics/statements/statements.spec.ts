import { isDeepStrictEqual } from 'node:util';
import { METRICS } from '../definitions/metrics';
import { MetricQuestion } from '../question/metric-question';
import { planOf } from '../plan/metric-plan';
import { EVERYTHING, OutOfScope, type Scope } from '../plan/scope';
import { excludedStatement } from './excluded.sql';
import { metricStatements, type MetricStatements, partedFromOverall } from './metric-statements';

const OWN: Scope = { kind: 'games', developerId: 'north', gameIds: ['alpha', 'beta'] };
const WATERMARK = new Date('2026-11-05T00:00:00Z');
/** Tables with rows of games and people; dim_games_now only says whose a game is. */
const FACTS =
  /\b(?:FROM|JOIN) (events|mart_\w+|revenue_ledger|attributed_events|fact_game_sessions|wishlist_ledger)\b/g;

const statementsOf = (metric: string, change: object = {}, scope = EVERYTHING): MetricStatements => {
  const question = MetricQuestion.of({ metric, periodStart: '2026-11-01', periodEnd: '2026-11-03', ...change });
  return metricStatements(question.metric, planOf(question, scope, WATERMARK));
};
const textOf = (metric: string, change: object = {}): string => statementsOf(metric, change).numerator.text;

/** One metric of each family: what is asked of the engine is looked at by a person whenever it changes. */
describe('the statement', () => {
  it.each([
    ['game_page_views', {}],
    ['game_page_views', { timezone: 'Asia/Kolkata', dimensions: 'placement' }],
    ['dau', {}],
    ['dau', { dimensions: 'platform,country' }],
    ['dau', { dimensions: 'developer_id,genre' }],
    ['mau', {}],
    ['new_users', { dimensions: 'platform' }],
    ['net_revenue', { dimensions: 'payment_method' }],
    ['payers', { basis: 'purchase_date' }],
    ['orders', {}],
    ['playtime_hours', {}],
    ['peak_concurrent_players', {}],
    ['wishlist_outstanding', { dimensions: 'game_id' }],
    ['conversion_page_to_purchase', {}],
    ['conversion_page_to_purchase', { dimensions: 'platform' }],
    ['download_success_rate', {}],
    ['service_latency_p95', { dimensions: 'service' }],
  ])('of %s with %j', (metric, change) => {
    expect(textOf(metric, change)).toMatchSnapshot();
  });

  it('binds every value it was asked with', () => {
    const values = ["' OR 1=1 --", "\\' OR", '\u0000', '{{', '${}', "a') or (1=1"];
    const filters = JSON.stringify([{ dimension: 'platform', op: 'in', values }]);
    const { numerator } = statementsOf('dau', { filters });
    for (const value of values) expect(numerator.text).not.toContain(value);
    expect(Object.values(numerator.params)).toContainEqual(values);
  });

  it('sums by the metric over the whole period apart from the break-down', () => {
    expect(statementsOf('arpu').overall).toBeUndefined();
    const { overall } = statementsOf('arpu', { dimensions: 'genre' });
    expect(Object.keys(overall!)).toEqual(['numerator', 'denominator']);
  });

  it.each([
    ['searches', 'platform', 'adds up'],
    ['net_revenue', 'country,game_id', 'adds up'],
    ['new_users', 'platform', 'adds up'],
    ['dau', 'platform', 'with its groups'],
    ['arpu', 'platform,country', 'with its groups'],
    ['conversion_page_to_purchase', 'platform', 'with its groups'],
    ['new_users', 'game_id', 'once more'],
    ['orders', 'game_id', 'once more'],
    ['dau', 'developer_id', 'once more'],
    ['playtime_hours', 'platform', 'once more'],
    ['mau', 'platform', 'once more'],
    ['gross_revenue', 'platform,genre', 'once more'],
  ])('has the whole of %s by %s from what is cheapest: %s', (metric, dimensions, how) => {
    const { overall, withOverall } = statementsOf(metric, { dimensions });
    expect({ again: overall !== undefined, together: withOverall === true }).toEqual({
      again: how === 'once more',
      together: how === 'with its groups',
    });
  });

  it.each([
    ['dau', {}, 'mart_platform_people_hourly'],
    ['dau', { dimensions: 'platform' }, 'mart_platform_people_hourly'],
    ['dau', { dimensions: 'platform,country' }, 'mart_activity_hourly'],
    ['dau', { dimensions: 'country' }, 'mart_country_people_hourly'],
    ['dau', { filters: '[{"dimension":"country","op":"eq","values":["RU"]}]' }, 'mart_country_people_hourly'],
    ['dau', { dimensions: 'genre' }, 'mart_game_activity_hourly'],
    ['events_ingested', { dimensions: 'event_type' }, 'mart_event_types_hourly'],
    ['game_page_views', { dimensions: 'country' }, 'mart_event_types_hourly'],
    ['game_page_views', { dimensions: 'placement' }, 'mart_events_hourly'],
    ['game_page_views', { dimensions: 'game_id' }, 'mart_event_games_hourly'],
    ['game_page_views', { dimensions: 'genre' }, 'mart_event_games_hourly'],
    ['game_page_views', { dimensions: 'genre,country' }, 'mart_events_hourly'],
  ])('reads %s with %j from the narrowest mart that has it', (metric, change, mart) => {
    expect(textOf(metric, change).match(/FROM (mart_\w+)/)![1]).toBe(mart);
  });

  it.each(['dau', 'game_page_views'])('reads nothing about %s that has no games for a developer', (metric) => {
    const { numerator } = statementsOf(metric, {}, OWN);
    expect(numerator.text.match(/FROM (mart_\w+)/)![1]).toMatch(/^mart_(game_activity|event_games)_hourly$/);
  });

  it('tells rows of the whole from those of its groups', () => {
    const row = (dims: string[], value: number) => ({ dims, bucket_ms: '0', is_total: 1, value });
    const numerator = [row(['web'], 2), row([], 3), row([''], 1)];
    expect(partedFromOverall({ numerator })).toEqual({
      numerator: [row(['web'], 2), row([''], 1)],
      overall: { numerator: [row([], 3)] },
    });
  });
});

describe('the scope of a developer', () => {
  const all = ({ numerator, denominator, overall }: MetricStatements): MetricStatements['numerator'][] => [
    numerator,
    ...(denominator === undefined ? [] : [denominator]),
    ...(overall === undefined ? [] : all(overall)),
  ];
  const ofGames = METRICS.filter(({ dimensions }) => dimensions.includes('game_id'));

  it.each(ofGames.flatMap(({ name }) => ['UTC', 'Asia/Kolkata'].map((timezone) => [name, timezone] as const)))(
    'stands at every table that %s in %s reads',
    (metric, timezone) => {
      for (const basis of ['booking_date', 'purchase_date']) {
        for (const { text, params } of all(
          statementsOf(
            metric,
            { timezone, basis, dimensions: 'genre,game_id'.slice(metric === 'new_users' ? 6 : 0) },
            OWN,
          ),
        )) {
          const predicates = [...text.matchAll(/game_id IN \{(p\d+):Array\(String\)\}/g)].filter(([, name]) =>
            isDeepStrictEqual(params[name!], OWN.gameIds),
          );
          expect(predicates.length).toBeGreaterThanOrEqual([...text.matchAll(FACTS)].length);
        }
      }
    },
  );

  it('is no name of a game of somebody else', () => {
    const filters = JSON.stringify([{ dimension: 'game_id', op: 'not_in', values: ['gamma'] }]);
    expect(() => statementsOf('dau', { filters }, OWN)).toThrow(OutOfScope);
  });

  it('stands at what is told of bots and staff', () => {
    const question = MetricQuestion.of({ metric: 'dau', periodStart: '2026-11-01', periodEnd: '2026-11-03' });
    expect(Object.values(excludedStatement(planOf(question, OWN, null)).params)).toContainEqual(OWN.gameIds);
  });
});

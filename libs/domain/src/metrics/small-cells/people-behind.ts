import type { SqlFragment } from '../../sql/sql';
import { type Statement, statement } from '../../sql/statement';
import type { Measure, MeasureKind, MeasureOf } from '../definitions/measure';
import type { MetricDefinition } from '../definitions/metric-definition';
import { asksAboutGames } from '../plan/scope';
import { type MetricPlan } from '../plan/metric-plan';
import type { Dimension } from '../question/dimensions';
import { eventPeopleSql } from '../statements/events.sql';
import { METRIC_LIMITS } from '../statements/measure-statement';
import { newcomersSql } from '../statements/newcomers.sql';
import type { ValueRow } from '../statements/parts.sql';
import { peopleSql, peopleWindowSql } from '../statements/people.sql';
import { gameSessionPeopleSql, playersSql } from '../statements/play.sql';
import { payersSql, salesPeopleSql } from '../statements/sales.sql';
import { conversionPeopleSql } from '../statements/store.sql';

type Compilers = { readonly [K in MeasureKind]?: (plan: MetricPlan, measure: MeasureOf<K>) => SqlFragment };

/** How many distinct people a measure is made of, for the measures of metrics that tell of people. */
const COMPILERS: Compilers = {
  events: eventPeopleSql,
  people: (plan, { activity }) => peopleSql(plan, activity),
  'people-window': (plan, { window, activity }) => peopleWindowSql(plan, window, activity),
  'people-days': (plan, { activity }) => peopleSql(plan, activity),
  'people-days-window': (plan) => peopleWindowSql(plan, 'last-30-days'),
  newcomers: newcomersSql,
  sales: (plan, { sum }) => salesPeopleSql(plan, sum),
  orders: payersSql,
  payers: payersSql,
  'game-sessions': gameSessionPeopleSql,
  'concurrent-players': playersSql,
  conversion: (plan, { from }) => conversionPeopleSql(plan, from),
  downloads: (plan) => eventPeopleSql(plan, { of: 'events', types: ['com.platform.download.started.v1'] }),
};

/** Counts of people, ratios and money tell of people; how often something happened does not. */
export const tellsOfPeople = ({ unit, kind, numerator }: MetricDefinition): boolean =>
  numerator.of !== 'services' && (unit === 'people' || unit === 'RUB' || kind === 'ratio');

/** The statements that count the people behind a metric, by the plan's dimensions: one for each of its different measures. */
export function peopleBehind(metric: MetricDefinition, plan: MetricPlan): readonly Statement<ValueRow>[] {
  const measures = [metric.numerator, ...(metric.denominator === undefined ? [] : [metric.denominator])];
  const statements = measures.flatMap((measure) => behind(plan, measure));
  return [...new Map(statements.map((each) => [each.key, each])).values()];
}

function behind<K extends MeasureKind>(plan: MetricPlan, measure: MeasureOf<K>): readonly Statement<ValueRow>[] {
  const compile = COMPILERS[measure.of as K] as ((plan: MetricPlan, measure: Measure) => SqlFragment) | undefined;
  if (compile === undefined) return [];
  return [statement({ name: 'metric-people-behind', limits: METRIC_LIMITS, query: compile(plan, measure) })];
}

/** Whether the people behind a measure can be counted. */
export const hasPeopleBehind = ({ of }: Measure): boolean => COMPILERS[of] !== undefined;

/** The plan by another dimension and without its filters, or with them. */
export function planBy(plan: MetricPlan, dimension: Dimension, filtered: boolean): MetricPlan {
  const filters = filtered ? plan.filters : plan.filters.filter((filter) => filter.dimension !== dimension);
  const dimensions = [dimension];
  const starts = MANY_VALUES.includes(dimension) ? [plan.period.from] : plan.starts;
  return { ...plan, dimensions, filters, starts, byGames: asksAboutGames({ dimensions, filters }, plan.scope) };
}

/** Of these only the whole period is looked at: by bucket they are more rows than an answer may have. */
const MANY_VALUES: readonly Dimension[] = ['game_id', 'campaign_id'];

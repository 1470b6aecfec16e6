import type { Statement } from '../../sql/statement';
import type { Measure } from '../definitions/measure';
import { addsUpBy, type MetricDefinition } from '../definitions/metric-definition';
import { type MetricPlan, overallPlan } from '../plan/metric-plan';
import { measureStatement } from './measure-statement';
import type { ValueRow } from './parts.sql';

/** Every reading a metric needs. `overall` is there where the answer is broken down and its total is not made of the groups'. */
export type ByReading<T> = { readonly numerator: T; readonly denominator?: T; readonly overall?: ByReading<T> };
export type MetricStatements = ByReading<Statement<ValueRow>>;

export function metricStatements(metric: MetricDefinition, plan: MetricPlan): MetricStatements {
  const read = (at: MetricPlan) => ({
    numerator: statementOf(at, metric.numerator),
    ...(metric.denominator === undefined ? {} : { denominator: statementOf(at, metric.denominator) }),
  });
  return addsUpTo(metric, plan) ? read(plan) : { ...read(plan), overall: read(overallPlan(plan)) };
}

const addsUpTo = (metric: MetricDefinition, { dimensions }: MetricPlan): boolean =>
  dimensions.length === 0 || addsUpBy(metric, dimensions);

const statementOf = (plan: MetricPlan, measure: Measure): Statement<ValueRow> => measureStatement(plan, measure);

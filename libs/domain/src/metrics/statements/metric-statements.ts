import type { Statement } from '../../sql/statement';
import type { Measure, MeasureKind } from '../definitions/measure';
import { addsUpBy, type MetricDefinition } from '../definitions/metric-definition';
import { type MetricPlan, overallPlan } from '../plan/metric-plan';
import { GAME_DIMENSIONS } from '../question/dimensions';
import { measureStatement } from './measure-statement';
import type { ValueRow } from './parts.sql';

/** Every reading a metric needs. `overall` is there where the answer is broken down and its total is not made of the groups'. */
export type ByReading<T> = { readonly numerator: T; readonly denominator?: T; readonly overall?: ByReading<T> };

export interface MetricStatements extends ByReading<Statement<ValueRow>> {
  /** The rows of the whole come with those of its groups, see `partedFromOverall`. */
  readonly withOverall?: true;
}

export function metricStatements(metric: MetricDefinition, plan: MetricPlan): MetricStatements {
  const read = (at: MetricPlan) => ({
    numerator: statementOf(at, metric.numerator),
    ...(metric.denominator === undefined ? {} : { denominator: statementOf(at, metric.denominator) }),
  });
  if (addsUpTo(metric, plan)) return read(plan);
  if (isReadWithItsGroups(metric, plan)) return { ...read({ ...plan, withOverall: true }), withOverall: true };
  return { ...read(plan), overall: read(overallPlan(plan)) };
}

/** What lies in no group twice and is counted row by row: the whole is one more grouping of the same rows. */
const READ_WITH_GROUPS: readonly MeasureKind[] = ['people', 'events', 'sales', 'orders', 'payers', 'conversion'];

const isReadWithItsGroups = ({ numerator, denominator = numerator }: MetricDefinition, plan: MetricPlan): boolean =>
  [numerator, denominator].every((measure) => READ_WITH_GROUPS.includes(measure.of)) &&
  !plan.dimensions.some((dimension) => GAME_DIMENSIONS.includes(dimension));

/** Rows of groups and of their whole, which has no dimensions, as the readings they stand for. */
export function partedFromOverall({ numerator, denominator }: ByReading<readonly ValueRow[]>): ByReading<ValueRow[]> {
  const part = (isOf: (row: ValueRow) => boolean) => ({
    numerator: numerator.filter(isOf),
    ...(denominator && { denominator: denominator.filter(isOf) }),
  });
  return { ...part(({ dims }) => dims.length > 0), overall: part(({ dims }) => dims.length === 0) };
}

const addsUpTo = (metric: MetricDefinition, { dimensions }: MetricPlan): boolean =>
  dimensions.length === 0 || addsUpBy(metric, dimensions);

const statementOf = (plan: MetricPlan, measure: Measure): Statement<ValueRow> => measureStatement(plan, measure);

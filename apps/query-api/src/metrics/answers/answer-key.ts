import { createHash } from 'node:crypto';
import {
  excludedStatement,
  type MetricQuestion,
  metricStatements,
  type MetricStatements,
  planOf,
  type Scope,
  type Statement,
} from '@analytics/domain';

/** Who reads: what they may see, and whether small groups are hidden from them. */
export interface Reader {
  readonly scope: Scope;
  /** Fewest people a group must have to be told; undefined for who may see any. */
  readonly fewestPeople?: number;
}

/** Raised when answers are computed or written in another way: what an older version kept is not given out by a newer one. */
const VERSION = 2;

/**
 * Equal only for questions that have the same answer at the same watermark: every statement with its values, the scope, whether
 * small groups are hidden, and how the answer is cut and told. Who may see less never shares a key with who may see more.
 */
export function answerKey(question: MetricQuestion, { scope, fewestPeople }: Reader): string {
  const { metric, granularity, zone, period, dimensions, filters, basis, limit } = question;
  const parts = [
    ...[VERSION, scope, fewestPeople ?? null, granularity, zone.name],
    ...[metric.name, metric.version, metric.kind, metric.unit, metric.divisor ?? 1, metric.tags.includes('money')],
    ...[period.from, period.until, dimensions, filters, basis, limit],
    ...statementsOf(question, scope).map(({ key }) => key),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Every statement of the answer, as it would be in an empty warehouse: the watermark is no part of a question. */
export function statementsOf(
  question: MetricQuestion,
  scope: Scope,
  watermark: Date | null = null,
): readonly Statement<unknown>[] {
  const earlier = question.compared();
  const plan = planOf(question, scope, watermark);
  return [
    ...flat(metricStatements(question.metric, plan)),
    ...(earlier === undefined ? [] : flat(metricStatements(earlier.metric, planOf(earlier, scope, watermark)))),
    ...(question.metric.leavesOutBotsAndStaff ? [excludedStatement(plan)] : []),
  ];
}

const flat = ({ numerator, denominator, overall }: MetricStatements): readonly Statement<unknown>[] => [
  numerator,
  ...(denominator === undefined ? [] : [denominator]),
  ...(overall === undefined ? [] : flat(overall)),
];

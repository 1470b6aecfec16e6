import type { MetricExplanation } from '@analytics/contracts';
import { type MetricQuestion, planOf, sourcesOf, type Statement } from '@analytics/domain';
import { type Reader, statementsOf } from './answers/answer-key';
import type { Standing } from './answers/answers.service';

export function toExplanation(
  question: MetricQuestion,
  { scope }: Reader,
  { watermark, cache }: Standing,
  requestId: string,
): MetricExplanation {
  const { metric, zone, granularity, filters, dimensions, basis } = question;
  const plan = planOf(question, scope, watermark);
  const statements = statementsOf(question, scope, watermark);
  return {
    data: {
      metric: metric.name,
      formula: metric.formula.en,
      plan: {
        period: { start: zone.format(plan.period.from), end: zone.format(plan.period.until) },
        timezone: zone.name,
        granularity,
        buckets: plan.starts.length,
        dimensions,
        filters,
        basis,
        scope: scope.kind,
        reads: plan.wholeHours ? 'marts' : 'facts',
        counts_games: plan.byGames,
        watermark: watermark?.toISOString() ?? null,
      },
      statements: statements.map(toStatement),
      sources: sourcesOf(statements),
      cache,
    },
    meta: { request_id: requestId },
  };
}

const toStatement = (statement: Statement<unknown>): MetricExplanation['data']['statements'][number] => ({
  name: statement.name,
  sql: statement.text,
  params: JSON.parse(JSON.stringify(statement.params, plain)) as Readonly<Record<string, unknown>>,
  tables: sourcesOf([statement]),
  limits: {
    max_rows: statement.limits.maxRows,
    max_seconds: statement.limits.maxSeconds,
    max_memory_bytes: statement.limits.maxMemoryBytes,
    max_rows_to_read: statement.limits.maxRowsToRead,
  },
});

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

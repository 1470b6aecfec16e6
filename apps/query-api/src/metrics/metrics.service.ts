import {
  type Answered,
  excludedStatement,
  foldMetricValues,
  type MetricPlan,
  type MetricQuestion,
  type MetricStatements,
  metricStatements,
  type MetricValues,
  planOf,
  type Scope,
  type ValueRow,
  watermarkStatement,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';

type Rows = Answered['rows'];

@Injectable()
export class MetricsService {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** The watermark is read first: what arrives between the reads can only make a bucket fuller than it says. */
  async answer(question: MetricQuestion, scope: Scope): Promise<MetricValues> {
    const marks = await this.clickhouse.run(watermarkStatement());
    const mark = marks[0]?.watermark_ms ?? null;
    const watermark = mark === null ? null : new Date(Number(mark));
    const plan = planOf(question, scope, watermark);
    const earlier = question.compared();
    const [rows, comparison, excluded] = await Promise.all([
      this.read(question, plan),
      earlier && this.read(earlier, planOf(earlier, scope, watermark)),
      question.metric.leavesOutBotsAndStaff ? this.clickhouse.run(excludedStatement(plan)) : undefined,
    ]);
    return foldMetricValues({
      question,
      rows,
      ...(earlier && comparison && { comparison: { question: earlier, rows: comparison } }),
      watermark,
      excluded: excluded?.[0],
    });
  }

  private read({ metric }: MetricQuestion, plan: MetricPlan): Promise<Rows> {
    return this.run(metricStatements(metric, plan));
  }

  private async run({ numerator, denominator, overall }: MetricStatements): Promise<Rows> {
    const rowsOf = (statement: MetricStatements['numerator']): Promise<ValueRow[]> => this.clickhouse.run(statement);
    const [above, below, whole] = await Promise.all([
      rowsOf(numerator),
      denominator && rowsOf(denominator),
      overall && this.run(overall),
    ]);
    return { numerator: above, ...(below && { denominator: below }), ...(whole && { overall: whole }) };
  }
}

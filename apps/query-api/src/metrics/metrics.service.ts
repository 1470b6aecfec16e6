import {
  foldMetricValues,
  type MetricQuestion,
  type MetricValues,
  metricValuesStatement,
  watermarkStatement,
} from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';

@Injectable()
export class MetricsService {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** The watermark is read first: what arrives between the two reads can only make a bucket fuller than it says. */
  async answer(question: MetricQuestion): Promise<MetricValues> {
    const marks = await this.clickhouse.run(watermarkStatement());
    const rows = await this.clickhouse.run(metricValuesStatement(question));
    return foldMetricValues(question, rows, marks);
  }
}

import type { MetricValuesAnswer } from '@analytics/contracts';
import type { MetricQuestion, MetricValues } from '@analytics/domain';

export function toMetricValuesAnswer(
  question: MetricQuestion,
  values: MetricValues,
  requestId: string,
): MetricValuesAnswer {
  const { metric, zone, period } = question;
  const points = values.points.map((point) => ({
    period_start: zone.format(point.start),
    value: point.value,
    complete: point.complete,
  }));
  const total = { value: values.total };
  return {
    data: { metric: metric.name, unit: metric.unit, series: [{ dimensions: {}, points, total }], total },
    meta: {
      timezone: zone.name,
      granularity: question.granularity,
      period: { start: zone.format(period.from), end: zone.format(period.until) },
      watermark: values.watermark?.toISOString() ?? null,
      definition_version: metric.version,
      exact: true,
      cached: false,
      truncated: false,
      request_id: requestId,
    },
  };
}

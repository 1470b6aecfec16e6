import type * as wire from '@analytics/contracts';
import {
  type MetricCell,
  type MetricPoint,
  type MetricQuestion,
  type MetricSeries,
  type MetricValues,
} from '@analytics/domain';
import type { KeptAnswer } from './answers/kept-answers';

/** The answer without what belongs to one request: that is added where it is given out. */
export function toMetricValuesAnswer(
  question: MetricQuestion,
  values: MetricValues,
  sources: readonly string[],
): KeptAnswer {
  const { metric, zone, period } = question;
  const stretch = (of: { readonly from: Date; readonly until: Date }) => ({
    start: zone.format(of.from),
    end: zone.format(of.until),
  });
  const { comparison } = values;
  return {
    data: {
      metric: metric.name,
      unit: metric.unit,
      series: values.series.map((series) => toSeries(question, series)),
      total: values.total,
      ...(comparison && { comparison: { total: comparison.total } }),
    },
    meta: {
      timezone: zone.name,
      granularity: question.granularity,
      period: stretch(period),
      ...(comparison && { comparison: { period: stretch(comparison.period) } }),
      ...(metric.tags.includes('money') && { basis: question.basis }),
      watermark: values.watermark?.toISOString() ?? null,
      definition_version: metric.version,
      exact: !question.approximate,
      excluded: values.excluded,
      truncated: values.truncated,
      sources,
    },
  };
}

function toSeries(question: MetricQuestion, { dims, points, total, comparison }: MetricSeries): wire.MetricSeries {
  const { dimensions, zone } = question;
  const toPoint = ({ start, complete, ...cell }: MetricPoint): wire.MetricPoint & MetricCell => ({
    period_start: zone.format(start),
    ...cell,
    complete,
  });
  return {
    dimensions: Object.fromEntries(dimensions.map((dimension, index) => [dimension, dims[index]!])),
    points: points.map(toPoint),
    total,
    ...(comparison && { comparison: { points: comparison.points.map(toPoint), total: comparison.total } }),
  };
}

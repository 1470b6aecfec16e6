import type { MetricPoint, MetricSeries, MetricValuesAnswer } from '@analytics/contracts';

/** Points of days from the 1st of November on; `unfinished` of them at the end can still change. */
export const days = (values: readonly (number | null)[], unfinished = 0, first = 1): MetricPoint[] =>
  values.map((value, index) => ({
    period_start: `2026-11-${String(first + index).padStart(2, '0')}T00:00:00+03:00`,
    value,
    complete: index < values.length - unfinished,
  }));

export const aSeries = (change: Partial<MetricSeries> = {}): MetricSeries => ({
  dimensions: {},
  points: days([1, 2, 3]),
  total: { value: 6 },
  ...change,
});

export function anAnswer(
  series: readonly MetricSeries[] = [aSeries()],
  change: { readonly data?: object; readonly meta?: object } = {},
): MetricValuesAnswer {
  return {
    data: { metric: 'orders', unit: 'count', series, total: { value: 6 }, ...change.data },
    meta: {
      timezone: 'Europe/Moscow',
      granularity: 'day',
      period: { start: '2026-11-01T00:00:00+03:00', end: '2026-11-04T00:00:00+03:00' },
      watermark: '2026-11-03T12:00:00.000Z',
      definition_version: 1,
      exact: true,
      excluded: { bots: 0, staff: 0 },
      cached: false,
      stale: false,
      truncated: false,
      sources: ['sales_per_hour'],
      request_id: 'r-1',
      ...change.meta,
    },
  };
}

export const plainName = (_: string, value: string): string =>
  value === '' ? 'not told' : value === '__other__' ? 'Others' : value;

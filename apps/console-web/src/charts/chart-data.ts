import type { MetricNumber, MetricPoint, MetricSeries, MetricValuesAnswer } from '@analytics/contracts';
import { withOpenWindows } from './open-window';

/** What stands in every dimension of the series that adds up the ones left out. */
export const OTHER = '__other__';

export interface DrawnSeries {
  readonly key: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** The ones left out, added up. */
  readonly isOther: boolean;
  readonly points: readonly MetricPoint[];
  readonly total: MetricNumber;
  /** The same of the period compared with, bucket by bucket. */
  readonly earlier?: { readonly points: readonly MetricPoint[]; readonly total: MetricNumber };
}

/** An answer as it is drawn: the same whether as lines, bars, a table or a file. */
export interface ChartData {
  readonly metric: string;
  readonly unit: string;
  readonly granularity: string;
  readonly dimensions: readonly string[];
  /** Where the buckets begin, and the end of the last one. */
  readonly starts: readonly string[];
  readonly end: string;
  readonly earlierStarts: readonly string[];
  readonly earlierEnd: string | undefined;
  readonly series: readonly DrawnSeries[];
  readonly total: MetricNumber;
  readonly earlierTotal: MetricNumber | undefined;
  /** Index of the first bucket that can still change; as many as there are buckets when none can. */
  readonly firstUnfinished: number;
  /** Days somebody has for the second step of what is counted, where they are not over for all buckets. */
  readonly openWindowDays: number | undefined;
  readonly hasHidden: boolean;
  readonly isEmpty: boolean;
}

/** How a value of a dimension is called: a game by its title, what is not told by a word. */
export type NameOf = (dimension: string, value: string) => string;

export function toChartData(
  answer: MetricValuesAnswer,
  dimensions: readonly string[],
  nameOf: NameOf,
  windowDays = 0,
): ChartData {
  const { data, meta } = windowDays > 0 ? withOpenWindows(answer, windowDays) : answer;
  const series = data.series.map((one) => toSeries(one, dimensions, nameOf, data.metric));
  const points = series[0]?.points ?? [];
  const unfinished = points.findIndex(({ complete }) => !complete);
  const numbers = series.flatMap((one) => [...one.points, one.total]).concat(data.total);
  const hasHidden = numbers.some(({ suppressed }) => suppressed === true);
  return {
    metric: data.metric,
    unit: data.unit,
    granularity: meta.granularity,
    dimensions,
    starts: points.map(({ period_start }) => period_start),
    end: meta.period.end,
    earlierStarts: series[0]?.earlier?.points.map(({ period_start }) => period_start) ?? [],
    earlierEnd: meta.comparison?.period.end,
    series,
    total: data.total,
    earlierTotal: data.comparison?.total,
    firstUnfinished: unfinished === -1 ? points.length : unfinished,
    openWindowDays: windowDays > 0 && unfinished !== -1 ? windowDays : undefined,
    hasHidden,
    isEmpty: !hasHidden && numbers.every(({ value }) => value === null || value === 0),
  };
}

function toSeries(one: MetricSeries, dimensions: readonly string[], nameOf: NameOf, metric: string): DrawnSeries {
  const values = dimensions.map((dimension) => one.dimensions[dimension] ?? '');
  const isOther = values.length > 0 && values.every((value) => value === OTHER);
  return {
    key: JSON.stringify(values),
    name: values.length === 0 ? metric : seriesName(dimensions, values, isOther, nameOf),
    dimensions: one.dimensions,
    isOther,
    points: one.points,
    total: one.total,
    ...(one.comparison && { earlier: one.comparison }),
  };
}

/** "Other" once, however many dimensions it is of. */
const seriesName = (
  dimensions: readonly string[],
  values: readonly string[],
  isOther: boolean,
  nameOf: NameOf,
): string =>
  (isOther ? [nameOf(dimensions[0]!, OTHER)] : values.map((value, index) => nameOf(dimensions[index]!, value))).join(
    ' · ',
  );

/** Relative change, where there is something to compare with. */
export function changeOf(now: number | null | undefined, before: number | null | undefined): number | undefined {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return undefined;
  return (now - before) / Math.abs(before);
}

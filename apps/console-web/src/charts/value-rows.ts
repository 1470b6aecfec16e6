import { changeOf, type ChartData, type DrawnSeries } from './chart-data';
import { bucketEnd } from './open-window';

/** One number of what is seen: a line of the table and of the file. */
export interface ValueRow {
  readonly series: DrawnSeries;
  readonly start: string;
  readonly end: string;
  readonly value: number | null;
  readonly isHidden: boolean;
  readonly isComplete: boolean;
  readonly numerator: number | undefined;
  readonly denominator: number | undefined;
  readonly earlierStart: string | undefined;
  readonly earlier: number | null | undefined;
  readonly change: number | undefined;
}

export type RowOrder = 'start' | 'series' | 'value' | 'earlier' | 'change';
export interface Sorting {
  readonly by: RowOrder;
  readonly descending: boolean;
}

export const valueRows = (data: ChartData): readonly ValueRow[] =>
  data.series.flatMap((series) => series.points.map((_, index) => rowOf(data, series, index)));

function rowOf(data: ChartData, series: DrawnSeries, index: number): ValueRow {
  const point = series.points[index]!;
  const before = series.earlier?.points[index];
  return {
    series,
    start: point.period_start,
    end: bucketEnd(data.starts, index, data.end),
    value: point.value,
    isHidden: point.suppressed === true,
    isComplete: point.complete,
    numerator: point.numerator,
    denominator: point.denominator,
    earlierStart: before?.period_start,
    earlier: series.earlier === undefined ? undefined : (before?.value ?? null),
    change: changeOf(point.value, before?.value),
  };
}

/** No number goes last whichever way the rows are turned. */
export function sorted(rows: readonly ValueRow[], { by, descending }: Sorting): readonly ValueRow[] {
  const sign = descending ? -1 : 1;
  const keyOf = KEYS[by];
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((one, other) => {
      if (one.key === undefined || other.key === undefined) {
        return Number(one.key === undefined) - Number(other.key === undefined);
      }
      return sign * (one.key < other.key ? -1 : Number(one.key > other.key));
    })
    .map(({ row }) => row);
}

const KEYS: Readonly<Record<RowOrder, (row: ValueRow) => string | number | undefined>> = {
  start: ({ start }) => Date.parse(start),
  series: ({ series }) => series.name.toLowerCase(),
  value: ({ value }) => value ?? undefined,
  earlier: ({ earlier }) => earlier ?? undefined,
  change: ({ change }) => change,
};

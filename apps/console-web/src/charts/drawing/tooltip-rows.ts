import type { MetricPoint } from '@analytics/contracts';
import { type BucketLabels } from '../bucket-labels';
import type { ChartData } from '../chart-data';
import { bucketEnd } from '../open-window';

/** Most series told at once; the rest is in the table. */
const MOST_ROWS = 12;

export interface TooltipRow {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly earlier: string | undefined;
}

export interface Tooltip {
  readonly title: string;
  readonly earlierTitle: string | undefined;
  readonly isFinished: boolean;
  readonly rows: readonly TooltipRow[];
  readonly leftOut: number;
}

export interface TooltipWords {
  readonly exact: (value: number | null) => string;
  readonly hidden: string;
}

/** The exact numbers of one bucket, the largest first. */
export function tooltipAt(
  data: ChartData,
  index: number,
  labels: BucketLabels,
  { exact, hidden }: TooltipWords,
): Tooltip {
  const start = data.starts[index] ?? '';
  const earlierStart = data.earlierStarts[index];
  const told = (point: MetricPoint | undefined) => (point?.suppressed === true ? hidden : exact(point?.value ?? null));
  const ordered = [...data.series].sort(
    (one, other) => (other.points[index]?.value ?? -Infinity) - (one.points[index]?.value ?? -Infinity),
  );
  return {
    title: labels.long(start, bucketEnd(data.starts, index, data.end)),
    earlierTitle:
      earlierStart === undefined
        ? undefined
        : labels.long(earlierStart, bucketEnd(data.earlierStarts, index, data.earlierEnd ?? earlierStart)),
    isFinished: index < data.firstUnfinished,
    rows: ordered.slice(0, MOST_ROWS).map(({ key, name, points, earlier }) => ({
      key,
      name,
      value: told(points[index]),
      earlier: earlier === undefined ? undefined : told(earlier.points[index]),
    })),
    leftOut: Math.max(0, ordered.length - MOST_ROWS),
  };
}

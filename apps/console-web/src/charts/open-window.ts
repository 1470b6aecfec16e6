import type { MetricValuesAnswer } from '@analytics/contracts';

const DAY_MS = 86_400_000;

/** A bucket that is over is not complete while who took the first step in it still has time for the second. */
export function withOpenWindows(answer: MetricValuesAnswer, windowDays: number): MetricValuesAnswer {
  const { period } = answer.meta;
  const decided = decidedBefore(answer, windowDays);
  const series = answer.data.series.map((one) => {
    const starts = one.points.map(({ period_start }) => period_start);
    const points = one.points.map((point, index) => ({
      ...point,
      complete: point.complete && Date.parse(bucketEnd(starts, index, period.end)) <= decided,
    }));
    return { ...one, points };
  });
  return { ...answer, data: { ...answer.data, series } };
}

/** Whether the whole period is one whose share still changes for that reason. */
export const hasOpenWindow = (answer: MetricValuesAnswer, windowDays: number): boolean =>
  windowDays > 0 && Date.parse(answer.meta.period.end) > decidedBefore(answer, windowDays);

const decidedBefore = ({ meta: { watermark } }: MetricValuesAnswer, windowDays: number): number =>
  watermark === null ? -Infinity : Date.parse(watermark) - windowDays * DAY_MS;

/** End of a bucket: the start of the next one, or of the whole period. */
export const bucketEnd = (starts: readonly string[], index: number, end: string): string => starts[index + 1] ?? end;

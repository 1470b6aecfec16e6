import type { MetricQuestion } from './metric-question';
import type { CountRow, WatermarkRow } from './metric-values.sql';

export interface MetricValues {
  readonly points: readonly { readonly start: Date; readonly value: number; readonly complete: boolean }[];
  readonly total: number;
  readonly watermark: Date | null;
}

/** Rows to the answer: buckets nobody had an event in are zero, and a bucket is complete once the watermark has passed it. */
export function foldMetricValues(
  question: MetricQuestion,
  rows: readonly CountRow[],
  marks: readonly WatermarkRow[],
): MetricValues {
  const mark = marks[0]?.watermark_ms ?? null;
  const watermark = mark === null ? null : new Date(Number(mark));
  const buckets = rows.filter((row) => Number(row.is_total) === 0);
  const counts = new Map(buckets.map((row) => [Number(row.bucket_ms), Number(row.value)]));
  const total = rows.find((row) => Number(row.is_total) === 1);
  const points = question.buckets.map((start, index) => {
    const end = question.buckets[index + 1] ?? question.period.until;
    return { start, value: counts.get(start.getTime()) ?? 0, complete: watermark !== null && watermark >= end };
  });
  return { points, total: Number(total?.value ?? 0), watermark };
}

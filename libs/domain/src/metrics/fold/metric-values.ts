import type { Period } from '../../time/period';

export interface MetricCell {
  /** In the metric's unit; null for a ratio without a denominator. */
  readonly value: number | null;
  /** Only of ratios; money in kopecks. */
  readonly numerator?: number;
  readonly denominator?: number;
  /** Of too few people to be told to who asks; then there is no number. */
  readonly suppressed?: true;
}

export interface MetricPoint extends MetricCell {
  readonly start: Date;
  /** The watermark has passed the end of the bucket. */
  readonly complete: boolean;
}

export interface MetricSeries {
  /** Values of the asked dimensions in their order. */
  readonly dims: readonly string[];
  readonly points: readonly MetricPoint[];
  readonly total: MetricCell;
  /** The same series of the period it is compared with, bucket by bucket. */
  readonly comparison?: { readonly points: readonly MetricPoint[]; readonly total: MetricCell };
}

/** The answer to a question. */
export interface MetricValues {
  readonly series: readonly MetricSeries[];
  readonly total: MetricCell;
  readonly comparison?: { readonly period: Period; readonly total: MetricCell };
  readonly watermark: Date | null;
  readonly excluded: { readonly bots: number; readonly staff: number };
  /** Series were left out, or added up as `__other__`. */
  readonly truncated: boolean;
}

/** What stands in every dimension of the series that adds up the ones left out. */
export const OTHER = '__other__';

export const isOther = (dims: readonly string[]): boolean => dims.length > 0 && dims.every((value) => value === OTHER);

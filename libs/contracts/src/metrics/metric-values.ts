/** A number of a metric; numerator and denominator only of ratios, money of a numerator in kopecks. */
export interface MetricNumber {
  readonly value: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
  /** Of too few people to be told to who asks; then there is no number. */
  readonly suppressed?: true;
}

export interface MetricPoint extends MetricNumber {
  readonly period_start: string;
  /** False while the warehouse has not seen events past the end of the bucket. */
  readonly complete: boolean;
}

export interface MetricSeries {
  /** An empty text where the events do not tell; `__other__` where the series adds up the ones left out. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly points: readonly MetricPoint[];
  readonly total: MetricNumber;
  /** The same series of the period compared with, bucket by bucket; only where `compare` was asked for. */
  readonly comparison?: { readonly points: readonly MetricPoint[]; readonly total: MetricNumber };
}

/** Answer of `GET /metrics/values/{name}`. */
export interface MetricValuesAnswer {
  readonly data: {
    readonly metric: string;
    readonly unit: string;
    readonly series: readonly MetricSeries[];
    readonly total: MetricNumber;
    readonly comparison?: { readonly total: MetricNumber };
  };
  readonly meta: {
    readonly timezone: string;
    readonly granularity: string;
    readonly period: { readonly start: string; readonly end: string };
    /** The period compared with. */
    readonly comparison?: { readonly period: { readonly start: string; readonly end: string } };
    readonly basis?: string;
    /** Instant up to which the warehouse is known to have events; null while it has none. */
    readonly watermark: string | null;
    readonly definition_version: number;
    /** Only of an own metric that is archived. */
    readonly definition_archived_at?: string;
    readonly exact: boolean;
    /** Events of the period that the metric leaves out. */
    readonly excluded: { readonly bots: number; readonly staff: number };
    /** Not computed for this request: the header `Age` says how long ago it was. */
    readonly cached: boolean;
    /** The last good answer, because the warehouse is away. */
    readonly stale: boolean;
    readonly truncated: boolean;
    /** Tables that were read. */
    readonly sources: readonly string[];
    readonly request_id: string;
  };
}

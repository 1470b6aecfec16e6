/** Answer of `GET /metrics/values/{name}`. */
export interface MetricPoint {
  readonly period_start: string;
  readonly value: number | null;
  /** False while the warehouse has not seen events past the end of the bucket. */
  readonly complete: boolean;
}

export interface MetricSeries {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly points: readonly MetricPoint[];
  readonly total: { readonly value: number | null };
}

export interface MetricValuesAnswer {
  readonly data: {
    readonly metric: string;
    readonly unit: string;
    readonly series: readonly MetricSeries[];
    readonly total: { readonly value: number | null };
  };
  readonly meta: {
    readonly timezone: string;
    readonly granularity: string;
    readonly period: { readonly start: string; readonly end: string };
    /** Instant up to which the warehouse is known to have events; null while it has none. */
    readonly watermark: string | null;
    readonly definition_version: number;
    readonly exact: boolean;
    readonly cached: boolean;
    readonly truncated: boolean;
    readonly request_id: string;
  };
}

/** One metric in `GET /metrics/definitions`. */
export interface MetricDefinitionAnswer {
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly unit: string;
  readonly kind: 'count' | 'sum' | 'ratio' | 'unique' | 'gauge';
  readonly dimensions: readonly string[];
  readonly granularities: readonly string[];
  readonly is_realtime: boolean;
  readonly owner_service: string;
  readonly tags: readonly string[];
  readonly version: number;
  /** The calculation in words. */
  readonly formula: string;
  /** Only of conversions: days after a bucket in which its number still changes, as only who took the second step is decided. */
  readonly window_days?: number;
  /** Only of metrics that people defined. */
  readonly own?: OwnMetricStanding;
}

/** Where the definition of an own metric stands. */
export interface OwnMetricStanding {
  /** Who made it: they and platform_admin may change it. */
  readonly owner: string;
  readonly created_at: string;
  /** Of this version. */
  readonly changed_at: string;
  /** Since when it does not change any more and stands in no list; it answers as before. */
  readonly archived_at: string | null;
  /** As it was written: what a change starts from. */
  readonly definition: Readonly<Record<string, unknown>>;
}

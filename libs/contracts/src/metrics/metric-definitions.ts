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
}

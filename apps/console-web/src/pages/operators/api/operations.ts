export const TRACE_STATIONS = ['collected', 'validated', 'lake', 'warehouse'] as const;
export type TraceStation = (typeof TRACE_STATIONS)[number];

export interface TraceStage {
  readonly stage: TraceStation | 'dlq';
  readonly at: string | null;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: string;
  readonly file?: string;
  readonly table?: string;
  readonly dlq_id?: string;
  readonly reason?: string;
  /** What became of the dead letter. */
  readonly status?: string;
}

export interface Trace {
  readonly source: string;
  readonly id: string;
  readonly status: 'in_flight' | 'in_warehouse' | 'in_lake_only' | 'in_dlq' | 'duplicate' | 'unknown';
  readonly stages: readonly TraceStage[];
}

export type RunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface RunError {
  readonly code: string;
  readonly detail: string;
}

export interface PipelineRun {
  readonly id: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requested_by: string;
  readonly requested_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly attempts: number;
  readonly code_version: string | null;
  readonly input_manifest: unknown;
  readonly output_hash: string | null;
  readonly processed_records: number | null;
  readonly log: string;
  readonly error: RunError | null;
}

export interface PipelineParameter {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'instant' | 'months';
  readonly required: boolean;
  readonly description: string;
}

export interface Pipeline {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly PipelineParameter[];
  readonly last_run: PipelineRun | null;
}

export type OffsetRange = readonly [from: string, to: string];

export interface ReconciliationLine {
  readonly topic: string;
  readonly partition: number;
  readonly hour: string;
  readonly first_offset: string;
  readonly last_offset: string;
  readonly offsets: number;
  readonly lake_rows: number;
  readonly warehouse_rows: number;
  readonly lake_events: number;
  readonly warehouse_events: number;
  readonly lake_xor: string;
  readonly warehouse_xor: string;
  readonly lake_amount: string;
  readonly warehouse_amount: string;
  readonly duplicates: number;
  readonly refused: number;
  readonly in_flight: number;
  readonly difference: number;
  readonly missing: readonly OffsetRange[];
  readonly extra: readonly OffsetRange[];
  readonly changed: readonly OffsetRange[];
}

export interface Reconciliation {
  readonly id: string;
  readonly status: RunStatus;
  readonly from: string;
  readonly until: string;
  readonly repair: boolean;
  readonly requested_by: string;
  readonly compared_at: string | null;
  readonly difference: number | null;
  readonly repaired: number | null;
  readonly gaps: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly from: string;
    readonly to: string;
  }[];
  readonly lines: readonly ReconciliationLine[];
  readonly error: RunError | null;
}

export interface TypeQuality {
  readonly event_type: string;
  readonly volume: number;
  readonly usual_volume: number;
  readonly volume_verdict: 'usual' | 'low' | 'high' | 'new' | 'too_few_to_tell';
  readonly received: number;
  readonly last_received_at: string | null;
  readonly freshness_seconds: number | null;
  readonly violation_share: number | null;
  readonly late_share: number | null;
  readonly empty_shares: Readonly<Record<string, number>> | null;
}

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly result: string;
  readonly previous_hash: string;
  readonly hash: string;
}

export interface AuditVerdict {
  readonly intact: boolean;
  readonly rows: number;
  readonly first_broken?: string;
}

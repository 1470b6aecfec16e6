import type { HeldRun, PipelineRun, PipelineRunStatus } from './pipeline-run.records';

export interface RunRow {
  readonly id: string;
  readonly pipeline: string;
  readonly parameters: Record<string, unknown>;
  readonly status: PipelineRunStatus;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly scheduled_for: Date | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly attempts: number;
  readonly lease_token: string | null;
  readonly code_version: string | null;
  readonly input_manifest: unknown;
  readonly output_hash: string | null;
  readonly processed_records: string | null;
  readonly source_from: Date | null;
  readonly source_until: Date | null;
  readonly logs_summary: string;
  readonly error_code: string | null;
  readonly error_detail: string | null;
}

export const runOf = (row: RunRow): PipelineRun => ({
  id: row.id,
  pipeline: row.pipeline,
  parameters: row.parameters,
  requestedBy: row.requested_by,
  ...(row.scheduled_for === null ? {} : { scheduledFor: row.scheduled_for }),
  status: row.status,
  requestedAt: row.requested_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  attempts: row.attempts,
  codeVersion: row.code_version,
  inputManifest: row.input_manifest,
  outputHash: row.output_hash,
  processedRecords: row.processed_records === null ? null : Number(row.processed_records),
  sourceFrom: row.source_from,
  sourceUntil: row.source_until,
  logsSummary: row.logs_summary,
  errorCode: row.error_code,
  errorDetail: row.error_detail,
});

export const heldOf = (row: RunRow): HeldRun => ({ ...runOf(row), leaseToken: row.lease_token as string });

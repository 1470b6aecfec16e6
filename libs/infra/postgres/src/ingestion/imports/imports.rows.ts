import type { ImportClaim, ImportFormat, ImportJob, ImportStatus } from './imports.records';

export interface ImportRecord {
  readonly id: string;
  readonly sender: string;
  readonly sources: string[];
  readonly types: string[];
  readonly format: ImportFormat;
  readonly options: Record<string, unknown>;
  readonly status: ImportStatus;
  readonly bytes: string;
  readonly content_bytes: string;
  readonly content_hash: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly epoch: string;
  readonly attempts: number;
  readonly total: string | null;
  readonly processed: string;
  readonly accepted: string;
  readonly duplicate: string;
  readonly rejected: string;
  readonly reasons: Record<string, number>;
  readonly progress: number;
  readonly error_code: string | null;
  readonly error_detail: string | null;
}

export const jobOf = (row: ImportRecord): ImportJob => ({
  id: row.id,
  sender: row.sender,
  sources: row.sources,
  types: row.types,
  format: row.format,
  options: row.options,
  status: row.status,
  bytes: Number(row.bytes),
  contentBytes: Number(row.content_bytes),
  contentHash: row.content_hash ?? '',
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  total: row.total === null ? null : Number(row.total),
  processed: Number(row.processed),
  accepted: Number(row.accepted),
  duplicate: Number(row.duplicate),
  rejected: Number(row.rejected),
  reasons: row.reasons,
  progress: row.progress,
  failure: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
});

export const claimOf = (row: ImportRecord): ImportClaim => ({
  ...jobOf(row),
  epoch: BigInt(row.epoch),
  attempts: row.attempts,
});

export const IMPORT_FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export type ImportStatus = 'receiving' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** An import as its file begins to come. `options` say how the file is read. */
export interface NewImport {
  readonly id: string;
  readonly sender: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  readonly idempotencyKey?: string;
  readonly format: ImportFormat;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is known of a file once it is stored. */
export interface ReceivedFile {
  readonly bytes: number;
  readonly contentBytes: number;
  readonly contentHash: string;
}

export interface ImportCounts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  /** Rejected rows by their reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

export interface ImportFailure {
  readonly code: string;
  readonly detail: string;
}

export interface ImportJob extends Omit<NewImport, 'idempotencyKey'>, ReceivedFile, ImportCounts {
  readonly status: ImportStatus;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Rows of the file, once known. */
  readonly total: number | null;
  readonly processed: number;
  /** Share of the file that is settled, 0 to 1. */
  readonly progress: number;
  readonly failure: ImportFailure | null;
}

/** A job in the hands of one worker; whoever claims it later has a higher epoch. */
export interface ImportClaim extends ImportJob {
  readonly epoch: bigint;
  readonly attempts: number;
}

/** What one more batch of rows came to. */
export interface ImportStep extends ImportCounts {
  readonly progress: number;
  readonly total: number | null;
}

/** Whether an import may begin: a repeat of the same key meets the first one. */
export type ImportBeginning =
  | { readonly status: 'begun' }
  | { readonly status: 'known'; readonly job: ImportJob }
  | { readonly status: 'too_many' };

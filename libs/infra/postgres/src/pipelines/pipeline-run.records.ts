export type PipelineRunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Somebody, or a schedule, wants a pipeline to run. */
export interface PipelineRunRequest {
  readonly id: string;
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestedBy: string;
  /** The instant of the schedule; a pipeline runs once for it. */
  readonly scheduledFor?: Date;
}

/** A line of the log of runs. */
export interface PipelineRun extends PipelineRunRequest {
  readonly status: PipelineRunStatus;
  readonly requestedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly attempts: number;
  readonly codeVersion: string | null;
  readonly inputManifest: unknown;
  readonly outputHash: string | null;
  readonly processedRecords: number | null;
  readonly sourceFrom: Date | null;
  readonly sourceUntil: Date | null;
  readonly logsSummary: string;
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
}

/** The right to carry a run out, for as long as the lease is renewed in time. */
export interface HeldRun extends PipelineRun {
  readonly leaseToken: string;
}

/** What a run that ended well leaves behind. */
export interface PipelineRunResult {
  /** What it worked on, enough to do it again. */
  readonly inputManifest: Readonly<Record<string, unknown>>;
  /** Hash of what it made: the same input and code give the same. */
  readonly outputHash: string;
  readonly processedRecords: number;
  /** The period of the data, half-open. */
  readonly source?: { readonly from: Date; readonly until: Date };
}

export interface PipelineRunFailure {
  readonly code: string;
  readonly detail: string;
  /** When to try again; undefined ends the run. */
  readonly retryInMs?: number;
}

export type Heartbeat = 'held' | 'cancel' | 'lost';

export interface TakeOptions {
  /** Pipelines this worker knows, with the version of their code. */
  readonly pipelines: Readonly<Record<string, string>>;
  readonly worker: string;
  readonly leaseMs: number;
}

/** What stands beside the name of a pipeline in the metrics. */
export interface PipelineRunCounts {
  readonly pipeline: string;
  readonly status: PipelineRunStatus;
  readonly runs: number;
  readonly lastSuccessAt: Date | null;
}

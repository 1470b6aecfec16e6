import type { Replay, ReplayStatus } from './replays.records';

export interface ReplayRow {
  readonly id: string;
  readonly status: ReplayStatus;
  readonly dry_run: boolean;
  readonly filter: Record<string, unknown>;
  readonly patch: unknown[] | null;
  readonly rate_per_second: number;
  readonly follows_live: boolean;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly selected: number;
  readonly patched: number;
  readonly replayed: number;
  readonly succeeded: number;
  readonly failed_again: number;
  readonly skipped: number;
  readonly failure: string | null;
  readonly lease_token: string | null;
}

export const replayOf = (row: ReplayRow): Replay => ({
  ...{ id: row.id, status: row.status, dryRun: row.dry_run, filter: row.filter, patch: row.patch },
  ...{ ratePerSecond: row.rate_per_second, followsLive: row.follows_live },
  ...{ requestedBy: row.requested_by, requestedAt: row.requested_at },
  ...{ approvedBy: row.approved_by, approvedAt: row.approved_at },
  ...{ startedAt: row.started_at, finishedAt: row.finished_at, failure: row.failure },
  ...{ selected: row.selected, patched: row.patched, replayed: row.replayed },
  ...{ succeeded: row.succeeded, failedAgain: row.failed_again, skipped: row.skipped },
});

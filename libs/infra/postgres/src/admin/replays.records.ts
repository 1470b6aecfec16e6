import type { DeadLetterFilter } from './dead-letters.records';

export const REPLAY_STATUSES = [
  'planned',
  'awaiting_approval',
  'running',
  'paused',
  'completed',
  'cancelled',
  'stopped_failing',
  'failed',
] as const;
export type ReplayStatus = (typeof REPLAY_STATUSES)[number];

/** Why a record was not sent. */
export const SKIP_REASONS = [
  'REPLAYED_OFTEN',
  'NOT_OPEN',
  'PAYLOAD_MISSING',
  'PATCH_NOT_APPLICABLE',
  'IDENTITY_CHANGED',
  'TOPIC_UNKNOWN',
  'NOT_CHECKABLE',
  'CANCELLED',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type ReplayFilter = Omit<DeadLetterFilter, 'status' | 'keys'>;

export interface ReplayRequest {
  readonly id: string;
  readonly dryRun: boolean;
  readonly filter: ReplayFilter;
  readonly patch: readonly unknown[] | null;
  readonly ratePerSecond: number;
  /** Nobody chose its rate: it gives way to live traffic. */
  readonly followsLive: boolean;
  readonly requestedBy: string;
}

export interface ReplayBounds {
  /** Records one replay may choose; the oldest come first. */
  readonly records: number;
  /** A record that was replayed so often is left alone. */
  readonly replays: number;
}

export interface Replay extends Omit<ReplayRequest, 'filter'> {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly status: ReplayStatus;
  readonly requestedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly selected: number;
  readonly patched: number;
  readonly replayed: number;
  readonly succeeded: number;
  readonly failedAgain: number;
  readonly skipped: number;
  readonly failure: string | null;
}

/** A replay in the hands of a runner; every step of it names the lease. */
export interface HeldReplay extends Replay {
  readonly leaseToken: string;
}

/** One record on its way. */
export interface ReplayRecord {
  readonly place: number;
  /** Id of the dead letter's record. */
  readonly record: string;
  /** A runner before this one may have sent it. */
  readonly claimed: boolean;
  /** When the record that was refused was written. */
  readonly originAt: Date;
}

/** What is known of a claimed record beside its content. */
export interface ClaimedRecord {
  readonly record: string;
  readonly replayCount: number;
}

export interface SentRecord {
  readonly place: number;
  readonly record: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Where the refusal was, so whose verdict it waits for. */
  readonly stage: string;
}

export interface SettledRecord {
  readonly place: number;
  readonly record: string;
  readonly state: 'succeeded' | 'failed_again' | 'skipped';
  readonly reason?: string;
}

export interface ReplayReasonCount {
  readonly state: 'failed_again' | 'skipped';
  readonly reason: string;
  readonly records: number;
}

export interface ReplayPlace {
  readonly requestedAt: Date;
  readonly id: string;
}

/** What the admin API answers, as far as these pages read it; its own description is docs/openapi/admin.json. */
export interface Answer<Data> {
  readonly data: Data;
  readonly meta: { readonly request_id: string };
}

export interface PageAnswer<Row> {
  readonly data: readonly Row[];
  readonly meta: { readonly request_id: string; readonly next_cursor: string | null };
}

export const LETTER_STATUSES = ['open', 'replaying', 'resolved', 'discarded'] as const;
export type LetterStatus = (typeof LETTER_STATUSES)[number];

export interface DeadLetter {
  readonly id: string;
  readonly reason: string;
  readonly stage: string;
  readonly pointer: string | null;
  readonly detail: string;
  readonly event_type: string | null;
  readonly source: string | null;
  readonly event_id: string | null;
  readonly origin: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly timestamp: string;
  };
  readonly processor: string;
  readonly schema_version: number | null;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly attempts: number;
  readonly replay_count: number;
  readonly retriable: boolean;
  readonly status: LetterStatus;
  readonly trace_id: string | null;
}

export interface DeadLetterDetail extends DeadLetter {
  readonly keyword: string | null;
  readonly discarded_reason: string | null;
  readonly payload: unknown;
  readonly payload_state: 'masked' | 'revealed' | 'not_kept' | 'locked';
}

export interface LetterGroup {
  readonly reason?: string;
  readonly type?: string;
  readonly status?: string;
  readonly hour?: string;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
  readonly rate_per_minute: number;
}

export interface SummaryAnswer {
  readonly data: readonly LetterGroup[];
  readonly meta: { readonly truncated: boolean };
}

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

export interface Replay {
  readonly id: string;
  readonly status: ReplayStatus;
  readonly selected: number;
  readonly patched: number;
  readonly estimate_seconds: number;
  readonly dry_run: boolean;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly patch: readonly unknown[] | null;
  readonly rate_limit_per_second: number;
  readonly replayed: number;
  readonly succeeded: number;
  readonly failed_again: number;
  readonly skipped: number;
  readonly failed_by_reason: Readonly<Record<string, number>>;
  readonly skipped_by_reason: Readonly<Record<string, number>>;
  readonly requested_by: string;
  readonly requested_at: string;
  readonly approved_by: string | null;
  readonly approved_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly failure: string | null;
}

export interface PreviewedRecord {
  readonly id: string;
  readonly skipped: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ReplayOffer {
  readonly type: string;
  readonly records: number;
  readonly oldest: string;
  readonly filter: Readonly<Record<string, string>>;
}

export const SCHEMA_MODES = ['observe', 'stamp', 'reject'] as const;

export interface SchemaUsage {
  readonly version: number;
  readonly events: number;
  readonly violations: number;
  readonly last_received_at: string;
}

export interface SchemaVersion {
  readonly type: string;
  readonly version: number;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly mode: string;
  readonly compatibility: string;
  readonly owner: string;
  readonly description: string;
  readonly example: unknown;
  readonly created_at: string;
  readonly created_by: string;
}

export interface ListedSchema extends Omit<SchemaVersion, 'schema' | 'example'> {
  readonly usage: readonly SchemaUsage[] | null;
  readonly parked: number;
  readonly refused: number;
  readonly tolerated_violations: number;
  readonly unknown_properties: number;
}

export interface SchemasAnswer {
  readonly data: readonly ListedSchema[];
  readonly meta: { readonly unregistered: readonly { readonly type: string; readonly records: number }[] };
}

/** What events bring and no schema describes: it is not stored. */
export interface UnknownProperty {
  readonly name: string;
  readonly events: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
}

/** A rule that accepted events broke while its version observed or stamped. */
export interface ToleratedViolation {
  readonly version: number;
  readonly rule: string;
  readonly pointer: string;
  readonly events: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
}

export interface SchemaOfType {
  readonly type: string;
  readonly versions: readonly SchemaVersion[];
  readonly usage: readonly SchemaUsage[] | null;
  readonly parked: number;
  readonly refused: number;
  /** Most frequent first. */
  readonly tolerated_violations: readonly ToleratedViolation[];
  /** Most frequent first. */
  readonly unknown_properties: readonly UnknownProperty[];
}

export interface BrokenRule {
  readonly rule: string;
  readonly direction: 'backward' | 'forward';
  readonly pointer: string;
  readonly detail: string;
  readonly against: number;
}

export interface WriteKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  readonly allowed_origins: readonly string[];
  readonly imports: boolean;
  readonly requests_per_second: number | null;
  readonly status: 'live' | 'revoked';
  readonly created_at: string;
  readonly former_secret_until: string | null;
  readonly revoked_at: string | null;
}

export interface WriteKeySecret {
  readonly id: string;
  readonly secret: string;
}

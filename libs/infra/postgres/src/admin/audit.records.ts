/** What is recorded about one act. */
export interface AuditEntry {
  /** `sub` of who did it. */
  readonly actor: string;
  /** The verb, object first: `replay.approve`, `dlq.reveal`, `key.revoke`. */
  readonly action: string;
  /** Id of what it was done to: of the replay, the record, the key; the type of the schema. */
  readonly object: string;
  /** What changed, as JSON without secrets and without personal data. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
  readonly result: string;
}

export interface AuditRow {
  /** Place in the chain, from 1. */
  readonly id: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly result: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly object?: string;
  readonly from?: Date;
  readonly until?: Date;
}

export interface AuditVerdict {
  readonly intact: boolean;
  /** Rows that were looked at: all of them when the chain is intact. */
  readonly rows: number;
  /** Place of the first row that is not as it was written, or that is missing. */
  readonly firstBroken?: bigint;
}

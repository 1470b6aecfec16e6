import type { DeadLetterRecord, DeadLetterStage, ReasonCode } from '@analytics/contracts';

export const DEAD_LETTER_STATUSES = ['open', 'replaying', 'resolved', 'discarded'] as const;
export type DeadLetterStatus = (typeof DEAD_LETTER_STATUSES)[number];

/** A letter of the topic on its way into the index. */
export interface IncomingLetter {
  readonly letter: DeadLetterRecord;
  /** Key of the letter itself: the original one, or its pseudonym where it names a person. */
  readonly key: string;
  /** Where the bytes are instead, when they are too large for a row. */
  readonly rawObject?: string;
}

/** Which records are meant; nothing given means every one. */
export interface DeadLetterFilter {
  readonly ids?: readonly string[];
  readonly reason?: string;
  readonly type?: string;
  readonly source?: string;
  readonly stage?: string;
  readonly status?: string;
  /** Any of these keys: the key itself and its pseudonym. */
  readonly keys?: readonly string[];
  /** First seen at or after. */
  readonly from?: Date;
  /** First seen before. */
  readonly until?: Date;
  /** Words of what is wrong, where, and of which event. */
  readonly text?: string;
}

/** A place between two pages: it stays where it is whatever is added. */
export interface DeadLetterPlace {
  readonly firstSeenAt: Date;
  readonly id: string;
}

export interface DeadLetterItem {
  readonly id: string;
  readonly status: DeadLetterStatus;
  readonly reason: ReasonCode;
  readonly stage: DeadLetterStage;
  readonly pointer: string | null;
  readonly keyword: string | null;
  readonly detail: string;
  readonly retriable: boolean;
  readonly eventType: string | null;
  readonly source: string | null;
  readonly eventId: string | null;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: string; readonly at: Date };
  readonly processor: string;
  readonly schemaVersion: number | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly attempts: number;
  readonly replayCount: number;
  readonly traceId: string | null;
  readonly discardedReason: string | null;
}

/** What came, as far as it is kept; sealed where `sealedKeyId` is set. */
export interface DeadLetterContent {
  readonly id: string;
  /** The letter the sealed parts open for. */
  readonly letterId: string;
  readonly topic: string;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly headersSealed: Buffer | null;
  readonly raw: Buffer | null;
  readonly rawObject: string | null;
  readonly rawBytes: number;
  readonly rawSha256: string | null;
  readonly sealedKeyId: string | null;
  readonly personal: boolean;
}

export const DEAD_LETTER_GROUPS = ['reason', 'type', 'source', 'stage', 'status', 'hour'] as const;
export type DeadLetterGroup = (typeof DEAD_LETTER_GROUPS)[number];

export interface DeadLetterSum {
  readonly group: Readonly<Partial<Record<DeadLetterGroup, string>>>;
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
}

/** What became of the letters of a batch. */
export interface IndexedLetters {
  readonly added: number;
  /** Counted into a record that was there: the same event was refused again for the same reason. */
  readonly repeated: number;
  /** Replayed and refused again. */
  readonly reopened: number;
  /** Delivered twice. */
  readonly known: number;
}

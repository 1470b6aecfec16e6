import type { ReasonCode } from '../events/reason-codes';

/** Where in the way of an event it was refused. */
export type DeadLetterStage = 'ingest' | 'validate' | 'enrich' | 'dwh' | 'lake';

/** Why a consumer refuses a record: what only the consumer knows; the batch runner adds where the record came from. */
export interface DeadLetter {
  readonly stage: DeadLetterStage;
  readonly reason: ReasonCode;
  /** What is wrong, with values masked; cut at 1 KB. */
  readonly message: string;
  /** JSON pointer from the event's root to the member at fault. */
  readonly pointer?: string;
  /** The rule that failed, e.g. a JSON Schema keyword. */
  readonly keyword?: string;
  /** Whether a replay without a change could succeed. */
  readonly retriable?: boolean;
  readonly eventType?: string;
  /** Identity of the event, where it could be told: the same event refused again has the same. */
  readonly eventSource?: string;
  readonly eventId?: string;
  readonly schemaId?: string;
  readonly schemaVersion?: number;
  /** Version of the transformation that decided. */
  readonly transformVersion?: string;
  readonly tenant?: string;
  /** Whether the raw bytes, the key and the headers hold personal data: then they are kept sealed or not at all. */
  readonly personal?: boolean;
  /** The raw bytes and the key are not kept even sealed: the person they speak of was erased. */
  readonly forgetsRaw?: boolean;
  /** What stands for each person the raw bytes may name: the vault's lookup in base64, which is what an erasure leaves behind. */
  readonly subjects?: readonly string[];
}

/** A record of the dead-letter topic: enough to explain, search, edit and replay what was refused. */
export interface DeadLetterRecord {
  /** Hash of topic, partition, offset and reason: refusing the same record twice gives the same id. */
  readonly dlq_id: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly stage: DeadLetterStage;
  readonly reason_code: ReasonCode;
  readonly pointer: string | null;
  readonly keyword: string | null;
  readonly message: string;
  readonly retriable: boolean;
  readonly source: {
    readonly topic: string;
    readonly partition: number;
    /** Decimal text: an offset may exceed what a JSON number holds. */
    readonly offset: string;
    readonly timestamp: string;
    readonly key_base64: string | null;
    /** Without credentials; of a personal record only those that cannot name anybody. */
    readonly headers: Readonly<Record<string, string>>;
    /** All headers but credentials as JSON, sealed; null where `headers` holds them. */
    readonly headers_sealed_base64: string | null;
  };
  /** The record as it came, while it is at most 1 MiB; else look it up at its source or by `raw_object`. */
  readonly raw_base64: string | null;
  /**
   * Key by which `raw_base64`, `source.key_base64` and `source.headers_sealed_base64` are sealed (AES-256-GCM: 12 bytes of
   * nonce, 16 of tag, then the ciphertext; additional data is `dlq_id`, a slash and the name of the field); null = plain.
   */
  readonly sealed_key_id: string | null;
  readonly raw_bytes: number;
  readonly raw_sha256: string | null;
  /** Object storage key of the raw bytes where they are too large to be kept here. */
  readonly raw_object: string | null;
  readonly event_type: string | null;
  /** With `event_id` the identity of the event: the same batch sent again is other records about the same events. */
  readonly event_source: string | null;
  readonly event_id: string | null;
  readonly schema_id: string | null;
  readonly schema_version: number | null;
  readonly processor: { readonly name: string; readonly version: string; readonly git_sha: string };
  readonly xform_ver: string | null;
  readonly trace_id: string | null;
  /** How often the batch of the record was tried before this verdict. */
  readonly attempts: number;
  readonly replay_count: number;
  readonly parent_dlq_id: string | null;
  readonly tenant: string | null;
  readonly personal: boolean;
  /** Keyed hashes of the people in it, base64: when one of them is erased, what is kept of the event goes too. */
  readonly subjects: readonly string[];
}

/** Headers of a dead letter, and those by which a replayed record names its origin. */
export const DEAD_LETTER_HEADERS = {
  id: 'dlq-id',
  reason: 'dlq-reason',
  replayOf: 'x-replay-of',
  replayCount: 'x-replay-count',
} as const;

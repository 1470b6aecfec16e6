/** A CloudEvents 1.0 event in JSON, as producers send it; `data` is described by the catalogue. */
export interface EventEnvelope {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly correlationid?: string;
  /** When the sender's device sent it, by its own clock. */
  readonly sentat?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event after ingestion: checked, without anything personal, enriched, with the four times side by side. */
export interface ValidatedEvent {
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly schema_version: number;
  /** When it happened, by the sender's clock. */
  readonly occurred_at: string;
  /** When the sender's device sent it, by its own clock. */
  readonly sent_at: string | null;
  /** First touch by the platform. */
  readonly received_at: string;
  /** The instant every number uses: occurred, corrected once for a device whose clock is off. */
  readonly effective_at: string;
  /** Pseudonym of the account (`data.userId`). */
  readonly user_no: number | null;
  /** Pseudonym of the device (`data.anonymousId`). */
  readonly device_no: number | null;
  readonly country: string | null;
  readonly platform: string | null;
  readonly device_family: string | null;
  readonly os_family: string | null;
  readonly browser_family: string | null;
  readonly is_bot: boolean;
  readonly is_staff: boolean;
  readonly correlation_id: string | null;
  /** SHA-256 (hex) of the canonical JSON the sender sent, without transport fields: same identity, other fingerprint = conflict. */
  readonly fingerprint: string;
  /** The import it came with; null for live events. */
  readonly import_id: string | null;
  /** Rules it breaks while its schema only observes or stamps. */
  readonly schema_marks: readonly string[];
  /**
   * What is stored of `data`: `x-pii: pseudonym` properties as integers under their own names, `text` ones as
   * `<name>Length` and `<name>Words`, `drop`, `geo` and `agent` ones and unknown ones not at all.
   */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Bounds of what is accepted; beyond them the sender is told which one. */
export const EVENT_LIMITS = {
  bodyBytes: 5 * 1024 * 1024,
  batchEvents: 1000,
  eventBytes: 256 * 1024,
  depth: 20,
  idLength: 256,
  sourceLength: 512,
} as const;

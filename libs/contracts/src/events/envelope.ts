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

/** An event after ingestion: checked, without anything personal, with the times the platform gave it. */
export interface ValidatedEvent {
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly schema_version: number;
  /** When it happened, by the sender's clock. */
  readonly occurred_at: string;
  /** The instant every number uses. */
  readonly effective_at: string;
  /** First touch by the platform. */
  readonly received_at: string;
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

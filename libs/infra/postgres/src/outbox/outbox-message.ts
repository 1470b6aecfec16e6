import { DomainError } from '@analytics/domain';

/** Carries the message's id through every repeat, so that a reader can drop what it has seen. */
export const MESSAGE_ID_HEADER = 'x-message-id';

export interface OutboxMessage {
  /** A UUID; give the same one for the same fact (e.g. the event's id) to make adding it twice harmless. */
  readonly id?: string;
  readonly topic: string;
  /** Messages of one topic and key leave in the order of their transactions; null = no order. */
  readonly key: string | null;
  readonly value: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the relay hands to its publisher, oldest first. */
export interface OutboxRecord {
  readonly id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message no broker would take must not get in: it would block all behind it. */
export class OutboxMessageTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(
    readonly topic: string,
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`a message for ${topic} has ${bytes} bytes, at most ${maxBytes} are allowed`);
  }
}

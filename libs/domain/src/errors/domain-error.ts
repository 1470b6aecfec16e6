import type { ErrorCode, ErrorKind, InTwoLanguages } from '@analytics/contracts';

/**
 * An expected failure: a kind that the edges map (HTTP to a status, the consumer to retry or dead letter), a code that
 * leaves the platform, and a message that tells the caller what to do, in both languages where people meet it in the console.
 * Never carries a secret or a stored value.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  abstract readonly code: ErrorCode;
  /** The query parameter or JSON pointer at fault, where there is one. */
  readonly source?: { readonly pointer?: string; readonly parameter?: string };
  /** Each thing that is wrong, where an answer can name several; the message says them all. */
  get faults(): readonly { readonly detail: string; readonly pointer?: string; readonly rule?: string }[] {
    return [];
  }
  /** After how many seconds another try makes sense, where that is known. */
  readonly retryAfterSeconds?: number;

  /** The message for who reads Russian. */
  readonly inRussian?: string;

  constructor(message: string | InTwoLanguages, options?: ErrorOptions) {
    super(typeof message === 'string' ? message : message.en, options);
    this.name = new.target.name;
    if (typeof message !== 'string') this.inRussian = message.ru;
  }
}

/** A store or a neighbour does not answer: the same call may succeed later, so consumers wait and HTTP says 503. */
export class Unavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';

  constructor(
    readonly what: string,
    override readonly retryAfterSeconds = 1,
    options?: ErrorOptions,
  ) {
    super(`${what} is not available, try again later`, options);
  }
}

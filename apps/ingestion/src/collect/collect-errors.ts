import { DomainError } from '@analytics/domain';

export class TooManyEvents extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(limit: number) {
    super(`a batch has at most ${limit} events: send the rest in another request`);
  }
}

export class TooManyBytes extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(what: 'body' | 'event' | 'file', limit: number) {
    super(`the ${what} has at most ${limit} bytes, counted after decompression`);
  }
}

export class NoEvents extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '' };

  constructor(wanted: string) {
    super(`the body must be ${wanted} or a non-empty array of them`);
  }
}

export class BodyUnreadable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '' };

  constructor(why: string, options?: ErrorOptions) {
    super(`the body ${why}`, options);
  }
}

export class BodyUnsupported extends DomainError {
  readonly kind = 'unsupported';
  readonly code = 'UNSUPPORTED_MEDIA_TYPE';
}

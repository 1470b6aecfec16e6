import { DomainError } from '@analytics/domain';

export class TooManyEvents extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(limit: number) {
    super(`a batch has at most ${limit} events: send the rest in another request`);
  }
}

export class NoEvents extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '' };

  constructor() {
    super('the body must be a CloudEvent or a non-empty array of CloudEvents');
  }
}

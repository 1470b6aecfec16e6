import { DomainError } from '@analytics/domain';

export class ReplayUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'REPLAY_NOT_FOUND';

  constructor() {
    super('there is no replay with this id');
  }
}

export class SelfApproval extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'SELF_APPROVAL';

  constructor() {
    super('a replay that changes records is approved by somebody else than who asked for it');
  }
}

export class ReplayNotInState extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(what: string, status: string) {
    super(`a replay that is ${status} cannot be ${what}`);
  }
}

export class RateTooHigh extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/rate_limit_per_second' };

  constructor(most: number) {
    super(`at most ${most} records a second`);
  }
}

export class RehearsalNotConfigured extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';

  constructor() {
    super('this installation does not say where ingestion is: dry runs are not possible');
  }
}

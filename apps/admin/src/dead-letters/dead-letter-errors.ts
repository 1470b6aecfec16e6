import { DomainError } from '@analytics/domain';

export class DeadLetterUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'NOT_FOUND';

  constructor() {
    super('there is no record with this id');
  }
}

export class DiscardWithoutFilter extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/filter' };

  constructor() {
    super('name at least one condition: nothing means everything');
  }
}

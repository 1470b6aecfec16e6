import { DomainError } from '@analytics/domain';

export class DeadLetterUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'NOT_FOUND';

  constructor() {
    super({ en: 'there is no record with this id', ru: 'записи с таким id нет' });
  }
}

export class DiscardWithoutFilter extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/filter' };

  constructor() {
    super({
      en: 'name at least one condition: nothing means everything',
      ru: 'назовите хотя бы одно условие: без условий это были бы все записи',
    });
  }
}

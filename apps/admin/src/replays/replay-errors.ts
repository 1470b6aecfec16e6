import type { InTwoLanguages } from '@analytics/contracts';
import { DomainError } from '@analytics/domain';

export class ReplayUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'REPLAY_NOT_FOUND';

  constructor() {
    super({ en: 'there is no replay with this id', ru: 'повтора с таким id нет' });
  }
}

export class SelfApproval extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'SELF_APPROVAL';

  constructor() {
    super({
      en: 'a replay that changes records is approved by somebody else than who asked for it',
      ru: 'повтор, который меняет записи, утверждает другой человек, а не тот, кто его попросил',
    });
  }
}

export class ReplayNotInState extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor({ en, ru }: InTwoLanguages, status: string) {
    super({ en: `a replay that is ${status} cannot be ${en}`, ru: `повтор в состоянии ${status} нельзя ${ru}` });
  }
}

export class RateTooHigh extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { pointer: '/rate_limit_per_second' };

  constructor(most: number) {
    super({ en: `at most ${most} records a second`, ru: `не больше ${most} записей в секунду` });
  }
}

export class RehearsalNotConfigured extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';

  constructor() {
    super({
      en: 'this installation does not say where ingestion is: dry runs are not possible',
      ru: 'в этой установке не сказано, где ingestion: пробный прогон невозможен',
    });
  }
}

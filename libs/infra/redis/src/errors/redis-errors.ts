import { DomainError } from '@analytics/domain';

/** A mistake of ours: a wrong command, a key of another type, a script that fails. Carries no arguments. */
export class RedisFault extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly operation: string,
    readonly replyCode: string,
  ) {
    super(`Redis refused ${operation} (${replyCode})`);
  }
}

import { DomainError } from '../errors/domain-error';

/** A statement that was put together wrongly: a defect in our code, never a user's fault. */
export class SqlRefused extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';
}

/** A value that its ClickHouse type cannot hold. Names the type and the rule, never the value. */
export class ValueRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';

  constructor(
    readonly type: string,
    rule: string,
  ) {
    super(`a value of type ${type} must be ${rule}`);
  }
}

import { DomainError } from '@analytics/domain';

/** What the server said about a refused write. Row values are left out on purpose: they may be personal. */
export interface ViolationFacts {
  readonly sqlState: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
}

const place = ({ constraint, column, table }: ViolationFacts): string =>
  [constraint ?? column, table].filter((part) => part !== undefined).join(' of ') || 'a constraint';

/** Another row already has this key. */
export class UniqueViolation extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(readonly facts: ViolationFacts) {
    super(`an entry with this key already exists (${place(facts)})`);
  }

  get constraint(): string | undefined {
    return this.facts.constraint;
  }
}

/** A row this one points to is missing, or a row that others point to was to be removed. */
export class ReferenceViolation extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(readonly facts: ViolationFacts) {
    super(`the entry refers to, or is referred to by, another one (${place(facts)})`);
  }
}

/** The row overlaps one that is there, e.g. two batches that claim the same offsets. */
export class ExclusionViolation extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(readonly facts: ViolationFacts) {
    super(`the entry overlaps an existing one (${place(facts)})`);
  }
}

/** A value breaks a rule of the table: a check, a missing value, a type or a range. */
export class ValueRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';

  constructor(readonly facts: ViolationFacts) {
    super(`a value breaks a rule of the database (${place(facts)}, SQLSTATE ${facts.sqlState})`);
  }
}

/** Two transactions got in each other's way and this one was undone: running it again is right. */
export class TransactionConflict extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 1;

  constructor(readonly sqlState: string) {
    super(`the transaction lost against a concurrent one (SQLSTATE ${sqlState}), try again`);
  }
}

/** Somebody else holds the lock for longer than we may wait. */
export class LockBusy extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 1;

  constructor(what = 'a row or table') {
    super(`the lock on ${what} is held elsewhere, try again`);
  }
}

/** A mistake of ours: SQL the server does not accept, a missing table, a missing right. Carries no parameters. */
export class QueryFault extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly sqlState: string,
    message: string,
  ) {
    super(`PostgreSQL refused a statement (SQLSTATE ${sqlState}): ${message}`);
  }
}

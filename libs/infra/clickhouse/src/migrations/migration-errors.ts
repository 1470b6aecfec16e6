import { DomainError } from '@analytics/domain';

/** A migration file, or the state of the database against the files, that breaks a rule. Nothing was run. */
export class MigrationRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(
    readonly migration: string,
    reason: string,
  ) {
    super(`migration ${migration} ${reason}`);
  }
}

/** A statement of a migration that the server refused. Migrations hold no values of users, so the engine's text is told. */
export class MigrationFailed extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly migration: string,
    /** Position in its file, from 1. */
    readonly statement: number,
    readonly engineCode: number,
    engineText: string,
  ) {
    super(`migration ${migration}, statement ${statement} failed: ${engineText}`);
  }
}

import { DomainError } from '@analytics/domain';

/** The migrations on disk and the database do not fit together; the sentence says what to do. */
export class MigrationRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';
}

import { DomainError } from '@analytics/domain';

export class ImportUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'IMPORT_NOT_FOUND';

  constructor() {
    super('there is no import of yours with this id');
  }
}

export class ImportFinished extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor() {
    super('the import is finished: what it brought stays');
  }
}

export class ImportKeyTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(why: 'other' | 'receiving') {
    super(
      why === 'other'
        ? 'this Idempotency-Key was used for another file or for other options'
        : 'a request with this Idempotency-Key is still being received',
    );
  }
}

export class TooManyImports extends DomainError {
  readonly kind = 'limited';
  readonly code = 'RATE_LIMITED';
  override readonly retryAfterSeconds = 60;

  constructor(limit: number) {
    super(`at most ${limit} imports may be open at a time: wait until one is finished, or cancel one`);
  }
}

export class UploadTooSlow extends DomainError {
  readonly kind = 'timeout';
  readonly code = 'REQUEST_TIMEOUT';

  constructor() {
    super('the file did not go on arriving: send it again');
  }
}

/** The file cannot be read further, and a second try would meet the same: the import fails with this word to its sender. */
export class ImportBroken extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
}

/** Whoever sent the file may not send any more: nothing further of it comes in. */
export class ImportForbidden extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor(row: number) {
    super(`the write key was revoked: rows from ${row} on were not taken`);
  }
}

/** The job is another worker's, or was cancelled: what this one has not committed does not count. */
export class ImportLost extends Error {}

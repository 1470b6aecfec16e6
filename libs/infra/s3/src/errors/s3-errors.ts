import { DomainError } from '@analytics/domain';

/** There is no object under this key. */
export class ObjectMissing extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'NOT_FOUND';

  constructor(readonly key: string) {
    super('there is no such object');
  }
}

/** The condition of a write was not met: somebody else was first. */
export class ObjectConflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(readonly key: string) {
    super('the object was written by somebody else in the meantime');
  }
}

/** The object does not fit into what the reader has room for. */
export class ObjectTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(
    readonly key: string,
    readonly limitBytes: number,
  ) {
    super(`the object is larger than ${limitBytes} bytes`);
  }
}

/** A key no store can hold, or one that means another place than it says. */
export class KeyRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';

  constructor(reason: string) {
    super(`not a key of an object: ${reason}`);
  }
}

/** A mistake of ours or of the installation: no such bucket, no right, wrong credentials. Carries the server's code. */
export class S3Fault extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly operation: string,
    readonly errorName: string,
    readonly status?: number,
  ) {
    super(`S3 refused ${operation} (${errorName}${status === undefined ? '' : `, ${status}`})`);
  }
}

/** Some of the objects could not be deleted; the others are gone. */
export class DeleteIncomplete extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 1;

  constructor(readonly keys: readonly string[]) {
    super(`${keys.length} objects could not be deleted, try again`);
  }
}

/** What the manifest's key holds is no manifest of ours. */
export class ManifestInvalid extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly key: string,
    reason: string,
  ) {
    super(`the manifest cannot be used: ${reason}`);
  }
}

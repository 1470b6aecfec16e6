import { DomainError } from '@analytics/domain';

/**
 * The vault holds lookups under a key this process was not started with: a known person could look unknown and get a
 * second number. Nothing is wrong with the event, so it waits until the process has the key.
 */
export class VaultKeyMissing extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';
  override readonly retryAfterSeconds = 30;

  constructor(what = 'a key that lookups in the vault were written with') {
    super(`${what} is missing in the configuration, or another one has its version`);
  }
}

/** A stored id does not open with the key it was sealed with, or is not the one its lookup stands for. */
export class SealBroken extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor() {
    super('an entry of the vault does not open with its key: the key is another one, or the entry was changed');
  }
}

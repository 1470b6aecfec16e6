import { DomainError } from '../../errors/domain-error';

/** An event with a number no table can hold: it goes to the dead letters whole, never in part. */
export class FactRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source: { readonly pointer: string };

  constructor(message: string, pointer: string) {
    super(message);
    this.source = { pointer };
  }
}

import { DomainError } from '@analytics/domain';

/** A part of the address that nothing can be named by: whoever asks for it finds nothing. */
export class AddressUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'NOT_FOUND';

  constructor(rule = 'no name has this form') {
    super({ en: `there is nothing at this address: ${rule}`, ru: `по этому адресу ничего нет: ${rule}` });
  }
}

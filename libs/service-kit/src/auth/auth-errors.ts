import { DomainError } from '@analytics/domain';

/** No credential, or one that is not accepted; why is for our log, not for who tries. */
export class Unauthenticated extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';

  constructor(
    readonly reason: string,
    detail = 'The credential is not accepted.',
  ) {
    super(detail);
  }
}

/** Who asks is known, and may not use this function. */
export class AccessDenied extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor() {
    super({ en: 'Your roles and scopes do not allow this.', ru: 'Ваши роли и права этого не позволяют.' });
  }
}

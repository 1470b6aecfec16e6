import { DomainError } from '@analytics/domain';
import type { SenderRight } from './sender';

export class CredentialMissing extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('send a write key in X-Write-Key or in Authorization as "Bearer wk_…", or a service token as "Bearer …"');
  }
}

export class CredentialUnknown extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('this credential is unknown, expired or revoked');
  }
}

const WITHOUT: Readonly<Record<SenderRight, string>> = {
  collect: 'this credential may not send live events',
  import: 'this credential may not import files',
  check: 'this credential may not ask what intake would do',
};

export class RightMissing extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor(right: SenderRight) {
    super(WITHOUT[right]);
  }
}

export class OriginNotAllowed extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor() {
    super('this write key may not be used from pages of this origin');
  }
}

export class TooManyRequests extends DomainError {
  readonly kind = 'limited';
  readonly code = 'RATE_LIMITED';

  constructor(override readonly retryAfterSeconds: number) {
    super(`the limit of requests is used up, try again in ${retryAfterSeconds} s`);
  }
}

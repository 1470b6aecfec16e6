import { DomainError } from '@analytics/domain';
import type { Principal } from '@analytics/service-kit';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { WriteKey } from './write-key';
import { WriteKeysService } from './write-keys.service';

export class WriteKeyMissing extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('send a write key in X-Write-Key, or in Authorization as "Bearer wk_…"');
  }
}

export class WriteKeyUnknown extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('this write key is unknown or revoked');
  }
}

interface CollectRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  writeKey?: WriteKey;
  principal?: Principal;
}

/** Lets in whoever holds a live write key. A key is never taken from the address, where it would end up in logs. */
@Injectable()
export class WriteKeyGuard implements CanActivate {
  constructor(private readonly keys: WriteKeysService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<CollectRequest>();
    const secret = secretOf(request);
    if (secret === undefined) throw new WriteKeyMissing();
    const key = await this.keys.recognise(secret);
    if (key === null) throw new WriteKeyUnknown();
    request.writeKey = key;
    // The rate limit counts by key, wherever its requests come from.
    request.principal = { subject: `write-key:${key.id}`, roles: [], scopes: [] };
    return true;
  }
}

/** The write key a request was sent with. */
export const SentWith = createParamDecorator((_: unknown, context: ExecutionContext): WriteKey => {
  const { writeKey } = context.switchToHttp().getRequest<CollectRequest>();
  if (writeKey === undefined) throw new WriteKeyMissing();
  return writeKey;
});

const SECRET = /^wk_[A-Za-z0-9_-]{20,100}$/;

function secretOf({ headers }: CollectRequest): string | undefined {
  const own = headers['x-write-key'];
  const bearer = /^Bearer (wk_\S+)$/i.exec(String(headers['authorization'] ?? ''))?.[1];
  const secret = typeof own === 'string' ? own : bearer;
  return secret !== undefined && SECRET.test(secret) ? secret : undefined;
}

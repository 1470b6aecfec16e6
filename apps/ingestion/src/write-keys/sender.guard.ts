import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { tellAllowedOrigin } from './allowed-origin';
import type { Sender, SenderRight } from './sender';
import { CredentialMissing, CredentialUnknown, RightMissing } from './sender-errors';
import { type LimitHeaders, SenderLimits } from './sender-limits';
import { ServiceTokens } from './service-tokens';
import { WriteKeysService } from './write-keys.service';

interface CollectRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ip: string;
  sender?: Sender;
}

/**
 * Lets in whoever holds a live write key or a service token, as often as they may, before a byte of the body is read. A
 * credential is never taken from the address, where it would end up in logs.
 */
@Injectable()
export class SenderGuard implements CanActivate {
  protected readonly right: SenderRight = 'collect';

  constructor(
    private readonly keys: WriteKeysService,
    private readonly tokens: ServiceTokens,
    private readonly limits: SenderLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<CollectRequest>();
    const reply = http.getResponse<LimitHeaders & Parameters<typeof tellAllowedOrigin>[2]>();
    await this.limits.takeAddress(request.ip, reply);
    const sender = await this.recognise(request.headers);
    if (!sender.rights.includes(this.right)) throw new RightMissing(this.right);
    tellAllowedOrigin(request.headers['origin'], sender, reply);
    await this.limits.takeSender(sender, reply);
    request.sender = sender;
    return true;
  }

  private async recognise(headers: CollectRequest['headers']): Promise<Sender> {
    const credential = credentialOf(headers);
    if (credential === undefined) throw new CredentialMissing();
    if (!credential.startsWith('wk_')) return this.tokens.recognise(credential);
    const sender = SECRET.test(credential) ? await this.keys.recognise(credential) : null;
    if (sender === null) throw new CredentialUnknown();
    return sender;
  }
}

/** The same for files of old events, which not every sender may import. */
@Injectable()
export class ImporterGuard extends SenderGuard {
  protected override readonly right = 'import';
}

/** The same for the service that rehearses replays. */
@Injectable()
export class CheckerGuard extends SenderGuard {
  protected override readonly right = 'check';
}

/** Who a request was sent by. */
export const SentBy = createParamDecorator((_: unknown, context: ExecutionContext): Sender => {
  const { sender } = context.switchToHttp().getRequest<CollectRequest>();
  if (sender === undefined) throw new CredentialMissing();
  return sender;
});

const SECRET = /^wk_[A-Za-z0-9_-]{20,100}$/;
const BEARER = /^Bearer +([\w.-]+)$/i;

function credentialOf(headers: CollectRequest['headers']): string | undefined {
  const own = headers['x-write-key'];
  if (typeof own === 'string') return own.startsWith('wk_') ? own : undefined;
  return BEARER.exec(String(headers['authorization'] ?? ''))?.[1];
}

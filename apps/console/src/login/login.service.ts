import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { SealedBox } from '../session/sealed-box';
import { Sessions } from '../session/sessions';
import { IdentityProvider, LoginOver } from './identity-provider';
import { LoginAudit } from './login-audit';
import { LoginSettings } from './login-settings';
import { returnPlace } from './return-place';

/** Long enough to find a second factor, short enough to be of no use to who finds it later. */
const LOGIN_SECONDS = 600;

interface PendingLogin {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly until: number;
}

interface Returned {
  readonly code: string;
  readonly state: string;
  readonly issuer?: string | undefined;
}

export interface Redirect {
  readonly to: string;
  readonly cookies: readonly string[];
}

const secret = () => randomBytes(32).toString('base64url');

/** The way to the identity provider and back. */
@Injectable()
export class LoginService {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
    private readonly box: SealedBox,
    private readonly audit: LoginAudit,
    private readonly config: LoginSettings,
  ) {}

  async begin(wish: string | undefined): Promise<Redirect> {
    const { authorization_endpoint: url } = await this.provider.metadata();
    const pending: PendingLogin = {
      state: secret(),
      nonce: secret(),
      verifier: secret(),
      returnTo: returnPlace(wish),
      until: Date.now() + LOGIN_SECONDS * 1_000,
    };
    const sealed = await this.box.seal('login', pending);
    return {
      to: `${url}?${this.questionOf(pending)}`,
      cookies: [this.sessions.pendingCookie(pending.state, sealed, LOGIN_SECONDS)],
    };
  }

  /** The browser that comes back must be the one that was sent: only it has the cookie of this state. */
  async finish({ code, state, issuer }: Returned, headers: IncomingHttpHeaders): Promise<Redirect> {
    // An answer of another provider is none to our question (RFC 9207).
    if (issuer !== undefined && issuer !== (await this.provider.metadata()).issuer) throw new LoginOver();
    const pending = await this.pendingOf(state, headers);
    const { verifier, nonce, returnTo } = pending;
    const tokens = await this.provider.exchange({ code, verifier, nonce, redirectUri: this.config.redirectUri });
    await this.audit.record(tokens.accessToken);
    const session = { ...tokens, until: Date.now() + this.config.sessionHours * 3_600_000 };
    return {
      to: returnTo,
      cookies: [...(await this.sessions.keep(session)), this.sessions.pendingCookie(state, '', 0)],
    };
  }

  /** Out of the console and out of the provider, so that the next one at this desk is asked who they are. */
  async end(): Promise<Redirect> {
    const cookies = this.sessions.end();
    const { end_session_endpoint: url } = await this.provider
      .metadata()
      .catch(() => ({ end_session_endpoint: undefined }));
    if (url === undefined) return { to: '/', cookies };
    const back = new URLSearchParams({
      client_id: this.config.clientId,
      post_logout_redirect_uri: this.config.startUri,
    });
    return { to: `${url}?${back}`, cookies };
  }

  private async pendingOf(state: string, headers: IncomingHttpHeaders): Promise<PendingLogin> {
    const pending = (await this.box.open('login', this.sessions.pendingOf(headers, state))) as PendingLogin | undefined;
    if (pending === undefined || pending.state !== state || pending.until < Date.now()) throw new LoginOver();
    return pending;
  }

  private questionOf({ state, nonce, verifier }: PendingLogin): URLSearchParams {
    return new URLSearchParams({
      client_id: this.config.clientId,
      redirect_uri: this.config.redirectUri,
      response_type: 'code',
      scope: this.config.scope,
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  }
}

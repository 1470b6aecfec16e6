import { Unavailable } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { LoginConfig } from './login.config';
import { type Discovered, Discovery } from './discovery';

/** The provider takes the code or the refresh token no more: the person has to log in again. */
export class LoginOver extends Error {
  constructor() {
    super('the identity provider wants a new log-in');
    this.name = 'LoginOver';
  }
}

export interface Tokens {
  readonly accessToken: string;
  readonly accessUntil: number;
  readonly refreshToken?: string;
}

export interface Exchange {
  readonly code: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly expires_in?: number;
}

const SECONDS_UNTOLD = 300;

/** The provider's token endpoint, from the side of a client that can keep a secret. */
@Injectable()
export class IdentityProvider {
  private keys?: { readonly uri: string; readonly set: ReturnType<typeof createRemoteJWKSet> };

  constructor(
    private readonly config: LoginConfig,
    private readonly discovery: Discovery,
  ) {}

  /** Where its endpoints are, as it says itself. */
  metadata(): Promise<Discovered> {
    return this.discovery.read();
  }

  /** The tokens for a code, and the name of who logged in as their identity token says it. */
  async exchange({ code, verifier, nonce, redirectUri }: Exchange): Promise<Tokens & { readonly name: string }> {
    const discovered = await this.discovery.read();
    const answer = await this.ask(discovered, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    return { ...tokensOf(answer), name: await this.nameIn(answer.id_token ?? '', nonce, discovered) };
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const answer = await this.ask(await this.discovery.read(), form);
    return { ...tokensOf(answer), refreshToken: answer.refresh_token ?? refreshToken };
  }

  private async ask({ token_endpoint: url }: Discovered, form: Record<string, string>): Promise<TokenAnswer> {
    const { clientId, clientSecret, timeoutMs } = this.config;
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, accept: 'application/json' },
      body: new URLSearchParams(form),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new Unavailable('the identity provider', 5, { cause });
    });
    const body = (await response.json().catch(() => ({}))) as TokenAnswer & { readonly error?: string };
    if (response.status === 400 && body.error === 'invalid_grant') throw new LoginOver();
    if (!response.ok) throw new Unavailable('the identity provider', 5);
    return body;
  }

  private async nameIn(idToken: string, nonce: string, { issuer, jwks_uri: uri }: Discovered): Promise<string> {
    if (this.keys?.uri !== uri) {
      this.keys = { uri, set: createRemoteJWKSet(new URL(uri), { timeoutDuration: this.config.timeoutMs }) };
    }
    const { payload } = await jwtVerify(idToken, this.keys.set, { issuer, audience: this.config.clientId }).catch(
      () => {
        throw new LoginOver();
      },
    );
    if (payload['nonce'] !== nonce) throw new LoginOver();
    const names = [payload['name'], payload['preferred_username'], payload.sub];
    return names.find((name): name is string => typeof name === 'string' && name !== '') ?? '';
  }
}

function tokensOf({
  access_token: accessToken,
  refresh_token: refreshToken,
  expires_in: seconds,
}: TokenAnswer): Tokens {
  if (typeof accessToken !== 'string') throw new LoginOver();
  const accessUntil = Date.now() + (typeof seconds === 'number' ? seconds : SECONDS_UNTOLD) * 1_000;
  return { accessToken, accessUntil, ...(typeof refreshToken === 'string' && { refreshToken }) };
}

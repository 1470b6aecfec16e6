import { Unavailable } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { LoginConfig } from './login.config';

export interface Discovered {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint?: string;
}

const KEPT_MS = 3_600_000;

/** Where the provider's endpoints are, as it says itself; asked for again after an hour. */
@Injectable()
export class Discovery {
  private known?: { readonly discovered: Discovered; readonly until: number };

  constructor(private readonly config: LoginConfig) {}

  async read(): Promise<Discovered> {
    if (this.known === undefined || this.known.until < Date.now()) {
      this.known = { discovered: await this.ask(), until: Date.now() + KEPT_MS };
    }
    return this.known.discovered;
  }

  private async ask(): Promise<Discovered> {
    const { issuerUrl, timeoutMs } = this.config;
    const place = `${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`;
    try {
      const response = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      const told = (await response.json()) as Partial<Discovered>;
      // Somebody else's endpoints must not get our codes.
      const isWhole = [told.authorization_endpoint, told.token_endpoint, told.jwks_uri].every((url) =>
        URL.canParse(url!),
      );
      if (!response.ok || told.issuer !== issuerUrl || !isWhole) throw new Unavailable('the identity provider', 5);
      return told as Discovered;
    } catch (error) {
      throw error instanceof Unavailable ? error : new Unavailable('the identity provider', 5, { cause: error });
    }
  }
}

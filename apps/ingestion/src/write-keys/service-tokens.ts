import { AccessDenied, tokenVerifierOf, type TokenVerifier } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import type { Sender } from './sender';
import { SenderTokenConfig } from './sender.config';
import { CredentialUnknown } from './sender-errors';

const SCOPE = 'events:write';

/** The other credential: a service account's token with the scope to write events, from any source. */
@Injectable()
export class ServiceTokens {
  private readonly verifier: TokenVerifier | undefined;

  constructor(config: SenderTokenConfig) {
    if (config.enabled) this.verifier = tokenVerifierOf(config);
  }

  async recognise(token: string): Promise<Sender> {
    if (this.verifier === undefined) throw new CredentialUnknown();
    const { clientId, scopes } = await this.verifier.verify(token);
    if (clientId === undefined || !scopes.includes(SCOPE)) throw new AccessDenied();
    return { id: `client:${clientId}`, sources: [], types: [], allowedOrigins: [] };
  }
}

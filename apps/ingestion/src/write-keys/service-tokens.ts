import { INTAKE_CHECKS_SCOPE } from '@analytics/contracts';
import { AccessDenied, tokenVerifierOf, type TokenVerifier } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import type { Sender, SenderRight } from './sender';
import { SenderTokenConfig } from './sender.config';
import { CredentialUnknown } from './sender-errors';

const SCOPES: Readonly<Record<string, SenderRight>> = {
  'events:write': 'collect',
  'events:import': 'import',
  [INTAKE_CHECKS_SCOPE]: 'check',
};

/** The other credential: a service account's token with a scope to write events, live or from files, of any source, or to have them checked. */
@Injectable()
export class ServiceTokens {
  private readonly verifier: TokenVerifier | undefined;

  constructor(config: SenderTokenConfig) {
    if (config.enabled) this.verifier = tokenVerifierOf(config);
  }

  async recognise(token: string): Promise<Sender> {
    if (this.verifier === undefined) throw new CredentialUnknown();
    const { clientId, scopes } = await this.verifier.verify(token);
    const rights = scopes.flatMap((scope) => (Object.hasOwn(SCOPES, scope) ? [SCOPES[scope] as SenderRight] : []));
    // A person's token is no credential here, whatever it allows elsewhere.
    if (clientId === undefined) throw new CredentialUnknown();
    if (rights.length === 0) throw new AccessDenied();
    return { id: `client:${clientId}`, rights, sources: [], types: [], allowedOrigins: [] };
  }
}

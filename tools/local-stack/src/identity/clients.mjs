import { randomBytes } from 'node:crypto';
import { secretFile } from '../system/secret-file.mjs';

const secret = () => randomBytes(32).toString('base64url');

/** What a service account of this stack may ask for. */
export const SERVICE_SCOPES = ['events:write', 'imports:write', 'metrics:read'];

/** The programs that know the issuer: a service that asks by itself, and the console that asks for a person. */
export function clientsOf(data) {
  return secretFile(data.file('issuer', 'clients.json'), () => ({
    service: { id: 'local-service', secret: secret() },
    console: { id: 'console', secret: secret() },
    cookies: secret(),
  }));
}

/** Clients as the provider wants them described. */
export function registrations({ service, console }, consoleUrl) {
  return [
    {
      client_id: service.id,
      client_secret: service.secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: SERVICE_SCOPES.join(' '),
    },
    {
      client_id: console.id,
      client_secret: console.secret,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [`${consoleUrl}/auth/callback`],
      post_logout_redirect_uris: [`${consoleUrl}/`],
      response_types: ['code'],
      scope: 'openid profile offline_access',
    },
  ];
}

import { randomBytes } from 'node:crypto';
import { secretFile } from '../system/secret-file.mjs';

const secret = () => randomBytes(32).toString('base64url');

/** What a service account of this stack may ask for. */
export const SERVICE_SCOPES = ['events:write', 'events:import', 'metrics:read'];

/** What the admin service asks of ingestion. */
export const CHECK_SCOPE = 'events:check';
export const ALL_SCOPES = [...SERVICE_SCOPES, CHECK_SCOPE];

/** The programs that know the issuer: a service that asks by itself, and the console that asks for a person. */
export function clientsOf(data) {
  const clients = secretFile(data.file('issuer', 'clients.json'), () => ({
    service: { id: 'local-service', secret: secret() },
    console: { id: 'console', secret: secret() },
    cookies: secret(),
  }));
  // A file of its own: data directories made before the admin service have the other one already.
  return {
    ...clients,
    admin: secretFile(data.file('issuer', 'admin-client.json'), () => ({ id: 'admin', secret: secret() })),
  };
}

/** Clients as the provider wants them described. */
export function registrations({ service, admin, console }, consoleUrl) {
  return [
    machine(service, SERVICE_SCOPES),
    machine(admin, [CHECK_SCOPE]),
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

const machine = ({ id, secret }, scopes) => ({
  client_id: id,
  client_secret: secret,
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  scope: scopes.join(' '),
});

import { randomBytes } from 'node:crypto';
import { clientsOf } from '../identity/clients.mjs';
import { HOST } from '../network/loopback.mjs';
import { secretFile } from '../system/secret-file.mjs';

/** Made once per data directory: a restart of the console logs nobody out. */
const sessionKey = (data) =>
  secretFile(data.file('console', 'session.json'), () => ({ key: randomBytes(32).toString('base64url') })).key;

/** Where the console finds people and APIs; everything is on this machine, moved by the same offset. */
export function consoleVariables({ data, issuerUrl, offset, ports }) {
  const { id, secret } = clientsOf(data).console;
  const urlOf = (port) => `http://${HOST}:${port + offset}`;
  return {
    CONSOLE_PUBLIC_URL: urlOf(ports.console),
    CONSOLE_SESSION_KEY: sessionKey(data),
    CONSOLE_OIDC_ISSUER_URL: issuerUrl,
    CONSOLE_OIDC_CLIENT_ID: id,
    CONSOLE_OIDC_CLIENT_SECRET: secret,
    CONSOLE_QUERY_API_URL: urlOf(ports['query-api']),
    CONSOLE_ADMIN_URL: urlOf(ports.admin),
  };
}

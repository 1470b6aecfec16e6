import { Provider } from 'oidc-provider';
import { ALL_SCOPES, registrations } from './clients.mjs';
import { personOfAccount, showLogoutPage } from './role-picker.mjs';
import { ALGORITHM } from './signing-key.mjs';
import { AUDIENCE } from './tokens.mjs';

const HOUR = 3600;

/** Every access token is for the analytics API, and a JWT by which its services know the caller. */
const RESOURCE = `urn:${AUDIENCE}`;
const resource = {
  scope: ['openid', 'profile', ...ALL_SCOPES].join(' '),
  audience: AUDIENCE,
  accessTokenTTL: HOUR,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: ALGORITHM } },
};

/** An OpenID provider with the roles of this stack as its people. It keeps its sessions in memory: a restart is a log-out. */
export function openidProvider({ issuer, key, clients, consoleUrl }) {
  const provider = new Provider(issuer, {
    clients: registrations(clients, consoleUrl),
    jwks: { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: ALGORITHM }] },
    clientDefaults: { id_token_signed_response_alg: ALGORITHM },
    cookies: { keys: [clients.cookies] },
    scopes: ['openid', 'profile', 'offline_access', ...ALL_SCOPES],
    claims: { openid: ['sub'], profile: ['name', 'roles', 'developer_id', 'user_id'] },
    // The name belongs into the identity token: with tokens for the APIs nothing else of the provider is asked.
    conformIdTokenClaims: false,
    // Nobody is asked for consent here, so nobody could be asked whether the console may go on without them.
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    pkce: { required: () => true },
    findAccount: (_, id) => account(id),
    extraTokenClaims: (_, { accountId }) => (accountId === undefined ? undefined : claimsOf(accountId)),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: showLogoutPage },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: () => resource,
        useGrantedResource: () => true,
      },
    },
    routes: { jwks: '/jwks' },
    ttl: { AccessToken: HOUR, ClientCredentials: HOUR, IdToken: HOUR, Session: 12 * HOUR, Grant: 12 * HOUR },
  });
  provider.on('server_error', (_, error) => console.error(error));
  return provider;
}

function account(id) {
  if (personOfAccount(id) === undefined) return undefined;
  return { accountId: id, claims: () => ({ sub: id, name: id.slice('role:'.length), ...claimsOf(id) }) };
}

function claimsOf(id) {
  const { roles, developerId, userId } = personOfAccount(id);
  return { roles, developer_id: developerId, user_id: userId };
}

/** Nobody is asked for consent: both sides are ours. */
async function loadExistingGrant(ctx) {
  const { client, session, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile offline_access');
  grant.addResourceScope(RESOURCE, 'openid profile');
  await grant.save();
  return grant;
}

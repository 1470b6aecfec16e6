import { randomUUID, sign } from 'node:crypto';
import { Refusal } from '../system/refusal.mjs';
import { ALGORITHM } from './signing-key.mjs';

export const AUDIENCE = 'analytics';
export const ROLES = [
  'platform_admin',
  'marketing_manager',
  'developer',
  'analytics_operator',
  'privacy_officer',
  'user',
];

/** People of the local stack who need an identity beside their role. */
export const DEMO_DEVELOPER = '6f1d3c1e-58a2-4c0b-9a55-1f4b2f0c7d01';
export const DEMO_USER = '3f0e8a52-6c1d-4f7e-9a6b-2d4c8b1f7a10';

const LONGEST_SECONDS = 24 * 3600;
const UNITS = { s: 1, m: 60, h: 3600 };

export function readTtl(text) {
  const [, amount, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * UNITS[unit];
  if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
    throw new Refusal(`--ttl takes a time from 1s to 24h such as 30m or 1h, not "${text}".`);
  }
  return seconds;
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the platform's identity service would issue it. */
export function issueToken(key, { issuer, roles, subject, developerId, userId, clientId, scope, ttlSeconds, now }) {
  const issuedAt = Math.floor((now ?? Date.now()) / 1000);
  const claims = {
    iss: issuer,
    aud: AUDIENCE,
    sub: subject,
    roles,
    developer_id: developerId,
    user_id: userId,
    client_id: clientId,
    scope,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + ttlSeconds,
    jti: randomUUID(),
  };
  const head = { alg: ALGORITHM, typ: 'at+jwt', kid: key.kid };
  const content = `${encode(head)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

/** Who a role is on this stack when nothing else is said. */
export function personOf(role, { developerId, userId, subject } = {}) {
  const developer = developerId ?? (role === 'developer' ? DEMO_DEVELOPER : undefined);
  const user = userId ?? (role === 'user' ? DEMO_USER : undefined);
  return {
    roles: [role],
    subject: subject ?? user ?? `local-${role.replaceAll('_', '-')}`,
    developerId: developer,
    userId: user,
  };
}

/** One token for each role, for people and tests that just want to look around. */
export function tokensForEveryRole(key, issuer, ttlSeconds) {
  return Object.fromEntries(ROLES.map((role) => [role, issueToken(key, { issuer, ttlSeconds, ...personOf(role) })]));
}

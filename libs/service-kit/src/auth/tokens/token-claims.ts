import type { JWTPayload } from 'jose';
import { Unauthenticated } from '../auth-errors';
import type { Principal } from '../principal';
import { isRole, type Role } from '../roles';

const MAX_ROLES = 16;
const MAX_SCOPES = 64;
const MAX_TEXT = 255;

/** Reads who is asking out of a verified token; a claim of the wrong shape refuses the whole token. */
export function principalOf(claims: JWTPayload): Principal {
  const developerId = optionalText(claims, 'developer_id');
  const roles = rolesOf(claims['roles']);
  const client = optionalText(claims, 'client_id');
  // A person's token names the page they came through as well: that gives them none of a machine's rights.
  const clientId = roles.length === 0 ? client : undefined;
  const userId = optionalText(claims, 'user_id');
  return {
    subject: text(claims, 'sub'),
    roles,
    scopes: scopesOf(claims['scope']),
    // The verifier wants the claim to be there.
    expiresAt: new Date(Number(claims.exp) * 1_000),
    ...(developerId === undefined ? {} : { developerId }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(userId === undefined ? {} : { userId }),
  };
}

function rolesOf(claim: unknown): Role[] {
  if (claim === undefined) return [];
  if (!Array.isArray(claim) || claim.length > MAX_ROLES || !claim.every(isRole)) throw new Unauthenticated('roles');
  return claim;
}

function scopesOf(claim: unknown): string[] {
  if (claim === undefined) return [];
  if (typeof claim !== 'string') throw new Unauthenticated('scope');
  const scopes = claim.split(' ').filter((scope) => scope !== '');
  if (scopes.length > MAX_SCOPES) throw new Unauthenticated('scope');
  return scopes;
}

const optionalText = (claims: JWTPayload, name: string): string | undefined =>
  claims[name] === undefined ? undefined : text(claims, name);

function text(claims: JWTPayload, name: string): string {
  const claim = claims[name];
  if (typeof claim !== 'string' || claim === '' || claim.length > MAX_TEXT) throw new Unauthenticated(name);
  return claim;
}

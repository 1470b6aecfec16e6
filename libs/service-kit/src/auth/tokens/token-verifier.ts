import { errors, jwtVerify } from 'jose';
import type { JwtConfig } from '../../config/parts/jwt.config';
import { Unauthenticated } from '../auth-errors';
import { hasDuplicateKeys } from './json-keys';
import type { Principal } from '../principal';
import { principalOf } from './token-claims';
import { ALGORITHMS, type Algorithm, type VerificationKey, type VerificationKeys } from './verification-keys';

const KEY_ID = /^[\w.-]{1,128}$/;
/** A token that brings or points to its own key, or that asks for rules we do not know. */
const FORBIDDEN_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64'];

interface Header {
  readonly alg: Algorithm;
  readonly kid?: string;
}

/** Decides whether a token is one that our issuer made for us, and who it speaks for. */
export class TokenVerifier {
  constructor(
    private readonly config: JwtConfig,
    private readonly keys: VerificationKeys,
  ) {}

  async verify(token: string): Promise<Principal> {
    if (token.length > this.config.maxLength) throw new Unauthenticated('length');
    const [header, payload] = this.readParts(token);
    const known = await this.keys.find(header.kid);
    if (known === undefined) throw new Unauthenticated('kid');
    if (known.algorithm !== header.alg) throw new Unauthenticated('alg');
    const claims = await this.check(token, known);
    if (hasDuplicateKeys(payload)) throw new Unauthenticated('duplicate claims');
    return principalOf(claims);
  }

  private readParts(token: string): [Header, payload: string] {
    const parts = token.split('.');
    if (parts.length !== 3) throw new Unauthenticated('form');
    const [header = '', payload = ''] = parts.map((part) => Buffer.from(part, 'base64url').toString('utf8'));
    return [this.readHeader(header), payload];
  }

  private readHeader(json: string): Header {
    const header = parseObject(json);
    if (hasDuplicateKeys(json)) throw new Unauthenticated('duplicate headers');
    if (FORBIDDEN_HEADERS.some((name) => Object.hasOwn(header, name))) throw new Unauthenticated('header');
    const { alg, kid } = header;
    if (!(ALGORITHMS as readonly unknown[]).includes(alg)) throw new Unauthenticated('alg');
    if (kid === undefined && !this.keys.needsKeyId) return { alg: alg as Algorithm };
    if (typeof kid !== 'string' || !KEY_ID.test(kid)) throw new Unauthenticated('kid');
    return { alg: alg as Algorithm, kid };
  }

  private async check(token: string, { key, algorithm }: VerificationKey) {
    try {
      const verified = await jwtVerify(token, key, {
        algorithms: [algorithm],
        issuer: this.config.issuer,
        audience: this.config.audience,
        typ: 'at+jwt',
        clockTolerance: this.config.leewaySeconds,
        maxTokenAge: this.config.maxAgeHours * 3_600,
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      return verified.payload;
    } catch (error) {
      throw new Unauthenticated(reasonOf(error));
    }
  }
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    throw new Unauthenticated('form');
  }
  throw new Unauthenticated('form');
}

/** The claim at fault, or the library's code: for our log. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) return error.claim;
  return error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'form';
}

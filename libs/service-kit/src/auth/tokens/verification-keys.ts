import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

export const ALGORITHMS = ['RS256', 'ES256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

const MIN_RSA_BITS = 2048;

export interface VerificationKey {
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
}

/** Where the keys of the token issuer come from: a file or a key set. */
export abstract class VerificationKeys {
  /** Whether a token must name its key. */
  abstract readonly needsKeyId: boolean;
  abstract find(keyId: string | undefined): Promise<VerificationKey | undefined>;
}

/** The one algorithm that a key is good for; a weak key or another kind is good for none. */
export function algorithmOf(key: KeyObject): Algorithm | undefined {
  const details = key.asymmetricKeyDetails;
  if (key.type !== 'public') return undefined;
  if (key.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) return 'RS256';
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  return undefined;
}

/** The usable keys of a JSON Web Key Set by key id; a key we would not trust is as good as absent. */
export function keysOfSet(set: unknown): Map<string, VerificationKey> {
  const listed = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(listed)) throw new TypeError('not a key set');
  const keys = new Map<string, VerificationKey>();
  for (const item of listed.slice(0, 100) as (JsonWebKey & { kid?: unknown; use?: unknown; alg?: unknown })[]) {
    const found = usable(item);
    if (found !== undefined && typeof item.kid === 'string') keys.set(item.kid, found);
  }
  return keys;
}

function usable(item: JsonWebKey & { use?: unknown; alg?: unknown }): VerificationKey | undefined {
  if (item.kty !== 'RSA' && item.kty !== 'EC') return undefined;
  if (item.use !== undefined && item.use !== 'sig') return undefined;
  try {
    const { kty, n, e, crv, x, y } = item;
    const key = createPublicKey({ key: { kty, n, e, crv, x, y } as JsonWebKey, format: 'jwk' });
    const algorithm = algorithmOf(key);
    if (algorithm === undefined || (item.alg !== undefined && item.alg !== algorithm)) return undefined;
    return { algorithm, key };
  } catch {
    return undefined;
  }
}

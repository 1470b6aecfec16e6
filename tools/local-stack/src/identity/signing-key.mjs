import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { secretFile } from '../system/secret-file.mjs';

export const ALGORITHM = 'ES256';

const make = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

/** The key's name is the thumbprint of RFC 7638: the same key always has the same name. */
function thumbprint({ crv, kty, x, y }) {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** The pair of one data directory, made at first use and readable by its owner only. */
export function signingKey(data) {
  const jwk = secretFile(data.file('issuer', 'key.json'), make);
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = thumbprint({ crv, kty, x, y });
  return { privateKey, kid, publicJwk: { kty, crv, x, y, kid, use: 'sig', alg: ALGORITHM } };
}

import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigInvalid } from '../../config/config-invalid';
import { algorithmOf, type VerificationKey, VerificationKeys } from './verification-keys';

const refuse = (why: string): never => {
  throw new ConfigInvalid([`JWT_PUBLIC_KEY_PATH: ${why}`]);
};

/** The issuer's one key, read at start; a new key means a new file and a restart. */
export class KeyFile extends VerificationKeys {
  readonly needsKeyId = false;
  private readonly key: VerificationKey;

  constructor(path: string) {
    super();
    this.key = readKey(path);
  }

  find(): Promise<VerificationKey> {
    return Promise.resolve(this.key);
  }
}

function readKey(path: string): VerificationKey {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch {
    return refuse('the file it names cannot be read');
  }
  if (pem.includes('PRIVATE KEY')) return refuse('the file it names holds a private key, which does not belong here');
  try {
    const key = createPublicKey(pem);
    const algorithm = algorithmOf(key);
    if (algorithm !== undefined) return { algorithm, key };
  } catch {
    return refuse('the file it names holds no public key in PEM form');
  }
  return refuse('the key must be RSA of 2048 bits or more, or EC P-256');
}

import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { SealBroken } from './vault-errors';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Nonce, tag, text. Every encryption has a nonce of its own; under a key of its own as well, it can never be used twice. */
function encrypt(key: KeyObject | Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: KeyObject | Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

export interface SealedId {
  readonly sealedId: Buffer;
  /** The key of this one id, encrypted by the master key. */
  readonly wrappedKey: Buffer;
}

export function seal(text: string, master: KeyObject): SealedId {
  const own = randomBytes(KEY_BYTES);
  const sealed = { sealedId: encrypt(own, Buffer.from(text, 'utf8')), wrappedKey: encrypt(master, own) };
  own.fill(0);
  return sealed;
}

export function unseal({ sealedId, wrappedKey }: SealedId, master: KeyObject): string {
  const own = decrypt(master, wrappedKey);
  const text = decrypt(own, sealedId).toString('utf8');
  own.fill(0);
  return text;
}

/** The same key under another master key; the id itself is not touched. */
export function rewrap(wrappedKey: Buffer, from: KeyObject, to: KeyObject): Buffer {
  const own = decrypt(from, wrappedKey);
  const wrapped = encrypt(to, own);
  own.fill(0);
  return wrapped;
}

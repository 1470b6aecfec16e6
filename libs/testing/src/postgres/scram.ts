import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const MAX_ITERATIONS = 1_000_000;
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const xor = (left: Buffer, right: Buffer): Buffer => Buffer.from(left.map((byte, at) => byte ^ (right[at] as number)));

/** The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), which PostgreSQL asks for when a role has a password. */
export class Scram {
  private readonly bare: string;
  private expected?: Buffer;

  /** PostgreSQL ignores the name in the exchange: the one of the connection counts. */
  constructor(
    private readonly password: string,
    private readonly nonce = randomBytes(18).toString('base64'),
    name = '',
  ) {
    this.bare = `n=${name},r=${nonce}`;
  }

  first(): string {
    return `n,,${this.bare}`;
  }

  /** Proves that we know the password, without sending it. */
  answer(challenge: string): string {
    const { r: nonce = '', s: salt = '', i = '' } = attributes(challenge);
    const iterations = Number(i);
    if (!nonce.startsWith(this.nonce) || !(iterations > 0 && iterations <= MAX_ITERATIONS)) throw new ScramRefused();
    const salted = pbkdf2Sync(this.password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, 32, 'sha256');
    const withoutProof = `c=biws,r=${nonce}`;
    const signed = `${this.bare},${challenge},${withoutProof}`;
    const key = hmac(salted, 'Client Key');
    this.expected = hmac(hmac(salted, 'Server Key'), signed);
    return `${withoutProof},p=${xor(key, hmac(sha256(key), signed)).toString('base64')}`;
  }

  /** A server that does not know the password either is not the one we are looking for. */
  check(final: string): void {
    const given = Buffer.from(attributes(final)['v'] ?? '', 'base64');
    const { expected } = this;
    if (expected === undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ScramRefused();
    }
  }
}

export class ScramRefused extends Error {
  constructor() {
    super('the server did not keep to SCRAM-SHA-256, or does not know the password');
    this.name = 'ScramRefused';
  }
}

const attributes = (message: string): Record<string, string> =>
  Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { DomainError } from '@analytics/domain';
import type { KafkaConfig } from '../config/kafka.config';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Not sealed by this key, not for this place, or changed since. */
export class SealBroken extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(options?: ErrorOptions) {
    super('a sealed payload cannot be opened with this key', options);
  }
}

/** Seals what a dead letter holds of people: the topic is read by many, the people in it are the business of few. */
export class PayloadSealer {
  private readonly pseudonymKey: Buffer;

  private constructor(
    readonly keyId: string,
    private readonly key: Buffer,
  ) {
    this.pseudonymKey = createHmac('sha256', key).update('dead letter keys').digest();
  }

  /** Nothing where no key is configured. */
  static of({ deadLetterKey, deadLetterKeyId }: KafkaConfig): PayloadSealer | undefined {
    return deadLetterKey === '' ? undefined : new PayloadSealer(deadLetterKeyId, Buffer.from(deadLetterKey, 'base64'));
  }

  /** Nonce, tag, ciphertext. It opens only for the same `place`, so no field can be passed off as another. */
  seal(plain: Buffer, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  open(sealed: Buffer, place: string): Buffer {
    try {
      const decipher = createDecipheriv(CIPHER, this.key, sealed.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new SealBroken({ cause: error });
    }
  }

  /** The same text for the same bytes, and no way back without the key. */
  pseudonym(bytes: Buffer): string {
    return createHmac('sha256', this.pseudonymKey).update(bytes).digest('base64url');
  }
}

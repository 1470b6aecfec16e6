import { Injectable } from '@nestjs/common';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { SessionConfig } from './session.config';

/** What a sealed text is for: one made for another purpose does not open. */
export type Purpose = 'session' | 'login';

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' } as const;

/** Texts that only this service can read and nobody can change, kept by those who must not read them. */
@Injectable()
export class SealedBox {
  private readonly keys: readonly [Uint8Array, ...Uint8Array[]];

  constructor({ keys }: SessionConfig) {
    this.keys = keys.map((key) => Buffer.from(key, 'base64url')) as unknown as typeof this.keys;
  }

  seal(purpose: Purpose, value: object): Promise<string> {
    return new CompactEncrypt(Buffer.from(JSON.stringify(value)))
      .setProtectedHeader({ ...ENCRYPTION, typ: purpose })
      .encrypt(this.keys[0]);
  }

  /** The value, or nothing when the text is none of ours, was changed, or was made for another purpose. */
  async open(purpose: Purpose, text: string): Promise<unknown> {
    for (const key of this.keys) {
      const opened = await openedBy(key, text);
      if (opened !== undefined) return opened.purpose === purpose ? opened.value : undefined;
    }
    return undefined;
  }
}

async function openedBy(key: Uint8Array, text: string): Promise<{ purpose: unknown; value: unknown } | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(text, key, {
      keyManagementAlgorithms: [ENCRYPTION.alg],
      contentEncryptionAlgorithms: [ENCRYPTION.enc],
    });
    return { purpose: protectedHeader['typ'], value: JSON.parse(Buffer.from(plaintext).toString()) as unknown };
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';

/** A key that was recognised, and what it may send. */
export interface WriteKey {
  readonly id: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
}

/** The secret has 256 random bits, so one round of SHA-256 hides it; looking it up by hash compares nothing secret byte by byte. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const mayCarry = (key: WriteKey, source: string, type: string): boolean =>
  (key.sources.length === 0 || key.sources.includes(source)) && (key.types.length === 0 || key.types.includes(type));

import { createHash } from 'node:crypto';

/** A key together with how long it lives: whatever is written under it ends. Made by `RedisKeys` only. */
export interface RedisKey {
  readonly name: string;
  readonly ttlMs: number;
}

const LONGEST_PART = 100;

/**
 * One part of a key: never the separator, never without an end. What came from a caller (a user id, an address) keeps two
 * different values apart and cannot reach another key.
 */
export function keyPart(value: string | number | bigint): string {
  const text = String(value);
  const safe = text.replace(/[^A-Za-z0-9._@-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length <= LONGEST_PART ? safe : `#${createHash('sha256').update(safe).digest('hex')}`;
}

import { createHash } from 'node:crypto';

/** Advisory locks are 64-bit numbers; the name, prefixed with its owner, decides which. */
export function lockKey(owner: string, name: string): string {
  return createHash('sha256').update(`${owner}:${name}`).digest().readBigInt64BE(0).toString();
}

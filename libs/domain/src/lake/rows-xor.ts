import { createHash } from 'node:crypto';

/** A number for one record: its bytes and its place in the partition. */
export function rowHash(offset: bigint, value: Uint8Array): bigint {
  const place = Buffer.allocUnsafe(8);
  place.writeBigInt64BE(offset);
  return createHash('sha256').update(place).update(value).digest().readBigUInt64BE();
}

/** The same for the same rows in whatever order; two sets of as many rows that differ have different ones. */
export const xorOf = (hashes: Iterable<bigint>): bigint => {
  let xor = 0n;
  for (const hash of hashes) xor ^= hash;
  return xor;
};

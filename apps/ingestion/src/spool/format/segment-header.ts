import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * The beginning of a segment: mark (8 bytes), name of the master key (8), nonce (12), the segment's own key wrapped under
 * the master key (32), tag (16), number of the first record (8), when it was begun in milliseconds (8).
 */
const MARK = Buffer.from('ASPOOL01');
const AT = { keyName: 8, nonce: 16, wrapped: 28, tag: 60, first: 76, begun: 84 } as const;
const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;

export const HEADER_BYTES = 92;
export const KEY_BYTES = 32;

export interface SegmentHeader {
  readonly key: Buffer;
  readonly first: bigint;
  readonly begunAtMs: number;
}

/** Names a master key without telling anything about it. */
export const keyName = (master: Buffer): Buffer =>
  createHash('sha256').update('analytics spool key\0').update(master).digest().subarray(0, 8);

export function newHeader(
  master: Buffer,
  first: bigint,
  begunAtMs: number,
): { readonly header: SegmentHeader; readonly bytes: Buffer } {
  const key = randomBytes(KEY_BYTES);
  const bytes = Buffer.alloc(HEADER_BYTES);
  MARK.copy(bytes);
  keyName(master).copy(bytes, AT.keyName);
  randomBytes(AT.wrapped - AT.nonce).copy(bytes, AT.nonce);
  bytes.writeBigUInt64BE(first, AT.first);
  bytes.writeBigUInt64BE(BigInt(begunAtMs), AT.begun);
  const cipher = createCipheriv(CIPHER, master, bytes.subarray(AT.nonce, AT.wrapped), { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(bytes));
  cipher.update(key).copy(bytes, AT.wrapped);
  cipher.final();
  cipher.getAuthTag().copy(bytes, AT.tag);
  return { header: { key, first, begunAtMs }, bytes };
}

export type HeaderReading = SegmentHeader | 'torn' | 'damaged' | 'unknown key';

/** A header that is not whole belongs to a segment without a record: it is on disk before the first one is written. */
export function readHeader(bytes: Buffer, masters: readonly Buffer[]): HeaderReading {
  if (bytes.length < HEADER_BYTES || bytes.every((byte) => byte === 0)) return 'torn';
  if (!bytes.subarray(0, AT.keyName).equals(MARK)) return 'damaged';
  const master = masters.find((candidate) => keyName(candidate).equals(bytes.subarray(AT.keyName, AT.nonce)));
  if (master === undefined) return 'unknown key';
  const nonce = bytes.subarray(AT.nonce, AT.wrapped);
  const decipher = createDecipheriv(CIPHER, master, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(bytes));
  decipher.setAuthTag(bytes.subarray(AT.tag, AT.first));
  const key = decipher.update(bytes.subarray(AT.wrapped, AT.tag));
  try {
    decipher.final();
  } catch {
    return 'damaged';
  }
  return { key, first: bytes.readBigUInt64BE(AT.first), begunAtMs: Number(bytes.readBigUInt64BE(AT.begun)) };
}

const authenticated = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, AT.nonce), bytes.subarray(AT.first, HEADER_BYTES)]);

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * One record on disk: length of the ciphertext (4 bytes), sequence number (8), CRC-32 of both (4), ciphertext, tag (16).
 * The checksum tells a damaged content, whose end is known, from a damaged length, after which the next record has to be
 * looked for. Length and sequence are authenticated with the content, so records can neither be changed nor moved.
 */
export const HEAD_BYTES = 16;
const CHECKED_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const CIPHER = 'aes-256-gcm';

export const FRAME_OVERHEAD_BYTES = HEAD_BYTES + TAG_BYTES;

/** The key belongs to one segment and a sequence number is written once in it, so no nonce is used twice. */
export function encodeFrame(key: Buffer, sequence: bigint, plain: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(plain.length, 0);
  head.writeBigUInt64BE(sequence, 4);
  head.writeUInt32BE(crc32(head.subarray(0, CHECKED_BYTES)), CHECKED_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonceOf(sequence), { authTagLength: TAG_BYTES });
  cipher.setAAD(head);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([head, body, cipher.getAuthTag()]);
}

export interface FrameHead {
  readonly sequence: bigint;
  readonly end: number;
}

/** The frame that claims to begin at `offset`; it may reach beyond the bytes there are. */
export function frameHeadAt(bytes: Buffer, offset: number): FrameHead | undefined {
  if (offset + HEAD_BYTES > bytes.length) return undefined;
  if (bytes.readUInt32BE(offset + CHECKED_BYTES) !== crc32(bytes.subarray(offset, offset + CHECKED_BYTES))) {
    return undefined;
  }
  return {
    sequence: bytes.readBigUInt64BE(offset + 4),
    end: offset + FRAME_OVERHEAD_BYTES + bytes.readUInt32BE(offset),
  };
}

/** The content, or undefined when it is not what was written under this key and number. */
export function openFrame(
  key: Buffer,
  bytes: Buffer,
  offset: number,
  { sequence, end }: FrameHead,
): Buffer | undefined {
  const decipher = createDecipheriv(CIPHER, key, nonceOf(sequence), { authTagLength: TAG_BYTES });
  decipher.setAAD(bytes.subarray(offset, offset + HEAD_BYTES));
  decipher.setAuthTag(bytes.subarray(end - TAG_BYTES, end));
  const plain = decipher.update(bytes.subarray(offset + HEAD_BYTES, end - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

function nonceOf(sequence: bigint): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(sequence, 4);
  return nonce;
}

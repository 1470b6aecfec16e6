import { KeyRefused } from '../errors/s3-errors';

const MEANS_ELSEWHERE = new Set(['', '.', '..']);
const LONGEST_BYTES = 1_024;
const LONGEST_SEGMENT_BYTES = 255;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A key as every server keeps it, servers that store keys as paths included; refuses what would mean another place. */
export function objectKey(key: string): string {
  if (key === '' || Buffer.byteLength(key) > LONGEST_BYTES) throw new KeyRefused(`it has 1 to ${LONGEST_BYTES} bytes`);
  // A lone half of a surrogate pair does not survive the way through UTF-8.
  const writable = !CONTROL.test(key) && Buffer.from(key).toString() === key;
  if (!writable) throw new KeyRefused('it has characters that cannot be written');
  for (const segment of key.split('/')) {
    if (MEANS_ELSEWHERE.has(segment)) throw new KeyRefused('a segment is empty or made of dots');
    if (Buffer.byteLength(segment) > LONGEST_SEGMENT_BYTES) throw new KeyRefused('a segment is longer than 255 bytes');
  }
  return key;
}

import { FRAME_OVERHEAD_BYTES, type FrameHead, frameHeadAt, HEAD_BYTES, openFrame } from './frame';

export type Entry =
  | { readonly kind: 'record'; readonly sequence: bigint; readonly plain: Buffer; readonly end: number }
  /** Bytes that are not what was written; `records` is how many stood there, as far as the numbers around tell. */
  | { readonly kind: 'damaged'; readonly records: number; readonly from: number; readonly end: number }
  /** The beginning of a record whose write was cut off by a crash, so that nobody was told that it is stored. */
  | { readonly kind: 'torn'; readonly from: number; readonly end: number };

/** Every record of a segment's bytes in order, and what stands in place of one. The first record has the number `next`. */
export function* readFrames(bytes: Buffer, key: Buffer, next: bigint): Generator<Entry> {
  for (let offset = 0; offset < bytes.length;) {
    const entry = entryAt(bytes, key, offset, next);
    yield entry;
    if (entry.kind === 'record') next = entry.sequence + 1n;
    if (entry.kind === 'damaged') next += BigInt(entry.records);
    offset = entry.end;
  }
}

/** How many records the bytes hold as far as their heads tell: a look without a key, for the gauges at a start. */
export function countFrames(bytes: Buffer): number {
  let count = 0;
  for (let offset = 0; ; count++) {
    const head = frameHeadAt(bytes, offset);
    if (head === undefined || head.end > bytes.length) return count;
    offset = head.end;
  }
}

function entryAt(bytes: Buffer, key: Buffer, from: number, next: bigint): Entry {
  const head = frameHeadAt(bytes, from);
  const fits = head !== undefined && head.sequence === next && head.end <= bytes.length;
  const plain = fits ? openFrame(key, bytes, from, head) : undefined;
  if (fits && plain !== undefined) return { kind: 'record', sequence: next, plain, end: head.end };
  // The head is whole and names its end: only the content is damaged.
  if (fits) return { kind: 'damaged', records: 1, from, end: head.end };
  const later = nextWhole(bytes, key, from, next);
  if (later !== undefined) {
    return { kind: 'damaged', records: Number(later.head.sequence - next), from, end: later.offset };
  }
  const end = bytes.length;
  return isTorn(bytes, from, head, next) ? { kind: 'torn', from, end } : { kind: 'damaged', records: 1, from, end };
}

/** The next offset at which a record of a higher number proves to be whole. */
function nextWhole(
  bytes: Buffer,
  key: Buffer,
  from: number,
  next: bigint,
): { readonly offset: number; readonly head: FrameHead } | undefined {
  for (let offset = from; offset + FRAME_OVERHEAD_BYTES <= bytes.length; offset++) {
    // Almost every wrong offset claims a length beyond the end: the cheap question first.
    if (offset + FRAME_OVERHEAD_BYTES + bytes.readUInt32BE(offset) > bytes.length) continue;
    const head = frameHeadAt(bytes, offset);
    if (head === undefined || head.sequence < next) continue;
    if (openFrame(key, bytes, offset, head) !== undefined) return { offset, head };
  }
  return undefined;
}

/**
 * A write that a crash cut off leaves the beginning of a record, or blocks that were given out and never filled. Anything
 * else at the end may have been a whole record once and counts as damage.
 */
function isTorn(bytes: Buffer, from: number, head: FrameHead | undefined, next: bigint): boolean {
  if (head !== undefined) return head.sequence === next && head.end > bytes.length;
  return bytes.length - from < HEAD_BYTES || bytes.subarray(from).every((byte) => byte === 0);
}

import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { HEADER_BYTES, type SegmentHeader } from '../format/segment-header';
import { tellDamage } from '../spool.metrics';

const ENDING = '.segment';
const DAMAGED_ENDING = '.damaged';

/** Names sort as the segments follow each other; the random end keeps two attempts at the same number apart. */
export const segmentName = (first: bigint, begunAtMs: number): string =>
  `${String(first).padStart(20, '0')}-${begunAtMs}-${randomBytes(3).toString('hex')}${ENDING}`;

export const isSegmentName = (name: string): boolean => name.endsWith(ENDING);
export const isDamagedName = (name: string): boolean => name.endsWith(DAMAGED_ENDING);

/** One file of the spool, and how far it is written and drained. */
export class Segment {
  /** Bytes that are certain to be on disk. */
  bytes = HEADER_BYTES;
  records = 0;
  drainedBytes = HEADER_BYTES;
  drainedRecords = 0;
  /** Something in it was not what was written: the file is kept for people to look at. */
  keep = false;

  constructor(
    readonly file: string,
    readonly header: SegmentHeader,
  ) {}

  get isDrained(): boolean {
    return this.drainedBytes >= this.bytes;
  }

  /** As far as the heads told when it was found; damage makes it an estimate. */
  get undrainedRecords(): number {
    return Math.max(0, this.records - this.drainedRecords);
  }

  /** The next `length` bytes that are not drained; less when somebody took the file or a part of it. */
  async unread(length: number): Promise<Buffer> {
    const handle = await open(this.file, 'r').catch(unlessMissing);
    if (handle === undefined) return Buffer.alloc(0);
    const bytes = Buffer.alloc(length);
    try {
      const { bytesRead } = await handle.read(bytes, 0, length, this.drainedBytes);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** Somebody cut the file, or took it, behind what is `left` to be drained. */
  lose(records: number, left: number): void {
    this.bytes = this.drainedBytes + left;
    this.drainedRecords += records;
    this.keep ||= left > 0;
    tellDamage(path.basename(this.file), records);
  }

  async remove(): Promise<void> {
    if (this.keep) await setAside(this.file);
    else await rm(this.file, { force: true });
  }
}

/** Out of the way of the drain, and still there for people: its key is in it. */
export const setAside = (file: string): Promise<void> => rename(file, file.slice(0, -ENDING.length) + DAMAGED_ENDING);

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

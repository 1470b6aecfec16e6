import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { encodeFrame } from '../format/frame';
import { newHeader } from '../format/segment-header';
import { Segment, segmentName } from './segment';

/** Writes one segment. After a failed write it is not used again: a number is never sealed twice under the same key. */
export class SegmentWriter {
  private constructor(
    readonly segment: Segment,
    private readonly handle: FileHandle,
  ) {}

  /** Returns when the file and its name are on disk. */
  static async begin(directory: string, master: Buffer, first: bigint): Promise<SegmentWriter> {
    const { header, bytes } = newHeader(master, first, Date.now());
    const segment = new Segment(path.join(directory, segmentName(first, header.begunAtMs)), header);
    const handle = await open(segment.file, 'wx', 0o600);
    try {
      await handle.writev([bytes]);
      await handle.sync();
      await syncDirectory(directory);
      return new SegmentWriter(segment, handle);
    } catch (error) {
      await handle.close().catch(() => undefined);
      await segment.remove().catch(() => undefined);
      throw error;
    }
  }

  /** Returns when every record is on disk; after a failure none of them counts. */
  async append(plain: readonly Buffer[]): Promise<void> {
    const { segment } = this;
    const first = segment.header.first + BigInt(segment.records);
    const frames = plain.map((bytes, index) => encodeFrame(segment.header.key, first + BigInt(index), bytes));
    const block = Buffer.concat(frames);
    try {
      await this.writeAll(block, segment.bytes);
      await this.handle.datasync();
    } catch (error) {
      await this.handle.truncate(segment.bytes).catch(() => undefined);
      throw error;
    }
    segment.bytes += block.length;
    segment.records += plain.length;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** A disk that runs full takes a part and says so by the count only; the next write then names the reason. */
  private async writeAll(block: Buffer, at: number): Promise<void> {
    for (let written = 0; written < block.length;) {
      const { bytesWritten } = await this.handle.write(block, written, block.length - written, at + written);
      written += bytesWritten;
    }
  }
}

/** Without it a crash of the machine may forget the file's name. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

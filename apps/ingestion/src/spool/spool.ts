import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import type { Outgoing } from '@analytics/infra-kafka';
import { type BatchLimits, BatchReader, type SpoolBatch } from './disk/batch-reader';
import { DirectoryLock } from './disk/directory-lock';
import { GroupCommit } from './disk/group-commit';
import { type LeftBehind, leftSegments } from './disk/left-segments';
import { masterKeys } from './disk/master-keys';
import type { Segment } from './disk/segment';
import { SegmentWriter } from './disk/segment-writer';
import { FRAME_OVERHEAD_BYTES } from './format/frame';
import { encodeRecord } from './format/record-codec';
import { HEADER_BYTES } from './format/segment-header';
import type { SpoolConfig } from './spool.config';
import { SpoolFull, type SpoolRefusal } from './spool-errors';
import {
  appended,
  commitSeconds,
  drained,
  oldest,
  refused,
  spoolBytes,
  spoolRecords,
  tellDamage,
} from './spool.metrics';

interface Queued {
  readonly records: readonly Buffer[];
  readonly bytes: number;
}

/** Records on disk in the order in which they came, bounded, encrypted, and there until Kafka has them. */
export class Spool {
  private readonly logger = new Logger('Spool');
  private readonly commits = new GroupCommit<Queued>((group) => this.commit(group));
  private readonly segments: Segment[];
  private writer?: SegmentWriter;
  private reader?: BatchReader;
  private next: bigint;
  /** The number the drain has to meet next; unknown until the first segment of this process is read. */
  private expected?: bigint;
  private queuedBytes = 0;
  private setAsideBytes: number;
  private closed = false;

  private constructor(
    private readonly config: SpoolConfig,
    private readonly masters: readonly Buffer[],
    private readonly lock: DirectoryLock,
    left: LeftBehind,
  ) {
    this.segments = left.segments;
    this.setAsideBytes = left.damagedBytes;
    const last = this.segments.at(-1);
    this.next = last === undefined ? 1n : last.header.first + BigInt(last.records);
    this.measure();
  }

  static async open(config: SpoolConfig): Promise<Spool> {
    await mkdir(config.directory, { recursive: true, mode: 0o700 });
    const lock = DirectoryLock.take(config.directory);
    try {
      const masters = masterKeys(config.directory, config.keys);
      return new Spool(config, masters, lock, await leftSegments(config.directory, masters));
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Nothing waits: neither on disk nor for the disk. */
  get isEmpty(): boolean {
    return this.segments.length === 0 && !this.commits.busy;
  }

  /** How full it is, 0 to 1, by bytes or by age. */
  get fill(): number {
    return Math.max(this.bytes / this.config.maxBytes, this.ageMs / this.config.maxAgeMs);
  }

  get undrainedBytes(): number {
    return this.segments.reduce((sum, { bytes, drainedBytes }) => sum + bytes - drainedBytes, 0);
  }

  /** Resolves when every record is certain to be on disk; rejects with `SpoolFull` when none of them counts as stored. */
  async append(records: readonly Outgoing[]): Promise<void> {
    const encoded = records.map(encodeRecord);
    const bytes = encoded.reduce((sum, { length }) => sum + length + FRAME_OVERHEAD_BYTES, 0);
    const refusal = this.refusal(bytes);
    if (refusal !== undefined) throw this.refuse(refusal, records.length);
    this.queuedBytes += bytes;
    try {
      await this.commits.add({ records: encoded, bytes });
      appended.inc(records.length);
    } catch (error) {
      throw this.refuse('disk', records.length, error);
    } finally {
      this.queuedBytes -= bytes;
    }
  }

  /** Resolves when nothing waits for the disk. */
  flushed(): Promise<void> {
    return this.commits.idle();
  }

  /** The oldest records that are on disk, to be settled before the next are asked for; undefined when there are none. */
  async read(limits: BatchLimits): Promise<SpoolBatch | undefined> {
    for (let segment = this.segments[0]; segment !== undefined; segment = this.segments[0]) {
      if (segment.isDrained) {
        if (segment === this.writer?.segment && this.commits.busy) return undefined;
        await this.forget(segment);
        continue;
      }
      if (segment.drainedRecords === 0) this.noticeGap(segment);
      this.reader ??= await BatchReader.open(segment);
      const batch = this.reader.next(limits);
      if (batch !== undefined) return batch;
      this.reader = undefined;
    }
    return undefined;
  }

  /** Kafka has the batch. */
  settle({ segment, records, covers, end }: SpoolBatch): void {
    segment.drainedBytes = end;
    segment.drainedRecords += covers;
    drained.inc(records.length);
    this.measure();
  }

  /** What is waiting for the disk is still written; what is on disk stays for the next start. */
  async close(): Promise<void> {
    this.closed = true;
    await this.commits.idle();
    await this.writer?.close().catch(() => undefined);
    this.lock.release();
  }

  private refusal(bytes: number): SpoolRefusal | undefined {
    if (this.closed) return 'closed';
    if (this.bytes + this.queuedBytes + bytes + HEADER_BYTES > this.config.maxBytes) return 'full';
    if (this.queuedBytes + bytes > this.config.queueBytes) return 'busy';
    return this.ageMs > this.config.maxAgeMs ? 'age' : undefined;
  }

  private refuse(reason: SpoolRefusal, records: number, cause?: unknown): SpoolFull {
    refused.inc({ reason }, records);
    return new SpoolFull(reason, Math.random(), { cause });
  }

  private async commit(group: readonly Queued[]): Promise<void> {
    const started = performance.now();
    try {
      const writer = await this.writable();
      const plain = group.flatMap(({ records }) => records);
      await writer.append(plain);
      this.next += BigInt(plain.length);
    } catch (error) {
      this.logger.error({ msg: 'the disk of the spool does not take records', err: error });
      await this.leaveWriter();
      throw error;
    } finally {
      commitSeconds.observe((performance.now() - started) / 1_000);
      this.measure();
    }
  }

  private async writable(): Promise<SegmentWriter> {
    if (this.writer !== undefined && this.writer.segment.bytes >= this.config.segmentBytes) await this.leaveWriter();
    if (this.writer !== undefined) return this.writer;
    this.writer = await SegmentWriter.begin(this.config.directory, this.masters[0]!, this.next);
    this.segments.push(this.writer.segment);
    return this.writer;
  }

  private async leaveWriter(): Promise<void> {
    const writer = this.writer;
    this.writer = undefined;
    await writer?.close().catch(() => undefined);
  }

  /** Out of the list at once, so that the spool is empty; a file that cannot be deleted is sent again at the next start. */
  private async forget(segment: Segment): Promise<void> {
    this.segments.shift();
    this.reader = undefined;
    this.expected = segment.header.first + BigInt(segment.drainedRecords);
    if (segment.keep) this.setAsideBytes += segment.bytes;
    const closing = segment === this.writer?.segment ? this.leaveWriter() : undefined;
    this.measure();
    await closing;
    await segment.remove().catch((error: unknown) => {
      this.logger.error({ msg: 'a drained segment cannot be removed and may be sent again', err: error });
    });
  }

  /** A file that is missing, or the end of one, shows by the numbers of the next. */
  private noticeGap({ header, file }: Segment): void {
    if (this.expected !== undefined && header.first > this.expected) {
      tellDamage(path.basename(file), Number(header.first - this.expected));
    }
    this.expected = header.first;
  }

  private get bytes(): number {
    return this.segments.reduce((sum, { bytes }) => sum + bytes, this.setAsideBytes);
  }

  private get ageMs(): number {
    const begun = this.segments[0]?.header.begunAtMs;
    return begun === undefined ? 0 : Math.max(0, Date.now() - begun);
  }

  private measure(): void {
    spoolBytes.set(this.bytes);
    spoolRecords.set(this.segments.reduce((sum, segment) => sum + segment.undrainedRecords, 0));
    oldest.begunAtMs = this.segments[0]?.header.begunAtMs;
  }
}

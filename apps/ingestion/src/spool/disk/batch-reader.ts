import path from 'node:path';
import type { Outgoing } from '@analytics/infra-kafka';
import { decodeRecord } from '../format/record-codec';
import { countFrames, type Entry, readFrames } from '../format/read-frames';
import { tellDamage, tornBytes } from '../spool.metrics';
import type { Segment } from './segment';

export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
}

/** The next records of the oldest segment. */
export interface SpoolBatch {
  readonly segment: Segment;
  readonly records: readonly Outgoing[];
  /** How many numbers of the segment it covers, damaged records included. */
  readonly covers: number;
  /** Where in the segment the batch ends. */
  readonly end: number;
}

/** Reads a segment's records as they were written, and tells what is not. */
export class BatchReader {
  private readonly entries: Generator<Entry>;
  private readonly begin: number;

  private constructor(
    private readonly segment: Segment,
    bytes: Buffer,
  ) {
    this.begin = segment.drainedBytes;
    this.entries = readFrames(bytes, segment.header.key, segment.header.first + BigInt(segment.drainedRecords));
  }

  static async open(segment: Segment): Promise<BatchReader> {
    // The writer goes on meanwhile: what it adds belongs to the next look.
    const length = segment.bytes - segment.drainedBytes;
    const bytes = await segment.unread(length);
    const reader = new BatchReader(segment, bytes);
    if (bytes.length < length) segment.lose(segment.undrainedRecords - countFrames(bytes), bytes.length);
    return reader;
  }

  /** Undefined at the end of what had been written when the reader was opened. A damaged part is passed over, counted and kept. */
  next(limits: BatchLimits): SpoolBatch | undefined {
    const records: Outgoing[] = [];
    let bytes = 0;
    let covers = 0;
    let end: number | undefined;
    while (records.length < limits.records && bytes < limits.bytes) {
      const { value: entry } = this.entries.next() as IteratorResult<Entry, undefined>;
      if (entry === undefined) break;
      end = this.begin + entry.end;
      covers += numbersOf(entry);
      const record = this.recordOf(entry);
      if (record === undefined) continue;
      records.push(record);
      bytes += record.value?.length ?? 0;
    }
    return end === undefined ? undefined : { segment: this.segment, records, covers, end };
  }

  private recordOf(entry: Entry): Outgoing | undefined {
    if (entry.kind === 'torn') tornBytes.inc(entry.end - entry.from);
    if (entry.kind === 'damaged') this.damaged(entry.records);
    if (entry.kind !== 'record') return undefined;
    try {
      return decodeRecord(entry.plain);
    } catch {
      // Whole and ours, but of a shape that this version does not know.
      this.damaged(1);
      return undefined;
    }
  }

  private damaged(records: number): void {
    this.segment.keep = true;
    tellDamage(path.basename(this.segment.file), records);
  }
}

function numbersOf(entry: Entry): number {
  if (entry.kind === 'damaged') return entry.records;
  return entry.kind === 'record' ? 1 : 0;
}

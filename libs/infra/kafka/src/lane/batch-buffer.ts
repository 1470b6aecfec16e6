import type { Received } from '../port/kafka-records';

export interface BatchLimits {
  readonly rows: number;
  readonly bytes: number;
}

export interface Weighed {
  readonly record: Received;
  readonly bytes: number;
}

export interface Batch {
  readonly records: Received[];
  readonly bytes: number;
}

/** Records of one partition waiting to become a batch: closed by rows, by bytes, or by the age of the oldest. */
export class BatchBuffer {
  private waiting: (Weighed & { readonly arrivedMs: number })[] = [];
  private totalBytes = 0;

  constructor(private readonly limits: BatchLimits) {}

  get rows(): number {
    return this.waiting.length;
  }

  get bytes(): number {
    return this.totalBytes;
  }

  /** Whether a further fetch would only lie around: a whole batch is waiting already. */
  get full(): boolean {
    return this.rows >= this.limits.rows || this.bytes >= this.limits.bytes;
  }

  get oldest(): Received | undefined {
    return this.waiting[0]?.record;
  }

  push(records: readonly Weighed[], nowMs: number): void {
    for (const weighed of records) {
      this.waiting.push({ ...weighed, arrivedMs: nowMs });
      this.totalBytes += weighed.bytes;
    }
  }

  /** How long the batch stays open; 0 when it is to be closed now, undefined while nothing waits. */
  closesInMs(nowMs: number, openMs: number): number | undefined {
    const first = this.waiting[0];
    if (first === undefined) return undefined;
    return this.full ? 0 : Math.max(0, first.arrivedMs + openMs - nowMs);
  }

  /** Takes at least one record, and more as long as rows and bytes allow. */
  take(): Batch {
    let count = 0;
    let bytes = 0;
    while (count < this.rows && count < this.limits.rows) {
      const next = this.waiting[count]!.bytes;
      if (count > 0 && bytes + next > this.limits.bytes) break;
      bytes += next;
      count += 1;
    }
    const records = this.waiting.slice(0, count).map(({ record }) => record);
    this.waiting = this.waiting.slice(count);
    this.totalBytes -= bytes;
    return { records, bytes };
  }

  /** Forgets everything; returns how many bytes that were. */
  clear(): number {
    const bytes = this.totalBytes;
    this.waiting = [];
    this.totalBytes = 0;
    return bytes;
  }
}

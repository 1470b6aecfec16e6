import type { Pending } from './send-call';

export interface RequestLimits {
  readonly records: number;
  readonly bytesPerPartition: number;
}

/** Records waiting for the next request, in the order of their calls. */
export class SendQueue {
  private entries: Pending[] = [];
  private head = 0;

  push(pending: readonly Pending[]): void {
    for (const entry of pending) this.entries.push(entry);
  }

  get empty(): boolean {
    return this.head >= this.entries.length;
  }

  /**
   * The longest beginning of the queue that fits one request. It ends at the first record that does not fit, so that no
   * record overtakes another; records whose caller has got an answer meanwhile are left out.
   */
  take(limits: RequestLimits): Pending[] {
    const taken: Pending[] = [];
    const bytes = new Map<string, number>();
    while (!this.empty && taken.length < limits.records) {
      const entry = this.entries[this.head]!;
      if (!entry.call.settled) {
        const lane = `${entry.topic}/${entry.partition}`;
        const before = bytes.get(lane) ?? 0;
        if (before > 0 && before + entry.bytes > limits.bytesPerPartition) break;
        bytes.set(lane, before + entry.bytes);
        taken.push(entry);
      }
      this.head += 1;
    }
    this.compact();
    return taken;
  }

  private compact(): void {
    if (this.empty) {
      this.entries = [];
      this.head = 0;
    } else if (this.head > 4_096) {
      this.entries = this.entries.slice(this.head);
      this.head = 0;
    }
  }
}

/** Encrypting a group holds up everything else of the process for so long. */
const GROUP_BYTES = 4 * 1024 * 1024;

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Many callers, one commit: what comes in while the disk is busy is written and synced together. */
export class GroupCommit<T extends { readonly bytes: number }> {
  private readonly waiting: Waiting<T>[] = [];
  private running: Promise<void> = Promise.resolve();
  private active = false;

  constructor(private readonly commit: (items: readonly T[]) => Promise<void>) {}

  get busy(): boolean {
    return this.active;
  }

  /** Resolves when the group with this item is committed; items keep the order of the calls. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.active) return;
      this.active = true;
      this.running = this.run();
    });
  }

  async idle(): Promise<void> {
    while (this.active) await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // Callers of the same turn of the event loop share the first commit too.
      await new Promise(setImmediate);
      const group = this.waiting.splice(0, this.groupLength());
      try {
        await this.commit(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    // In the same turn as the last look at the queue: who comes after it begins anew.
    this.active = false;
  }

  private groupLength(): number {
    let bytes = 0;
    const last = this.waiting.findIndex(({ item }) => (bytes += item.bytes) >= GROUP_BYTES);
    return last === -1 ? this.waiting.length : last + 1;
  }
}

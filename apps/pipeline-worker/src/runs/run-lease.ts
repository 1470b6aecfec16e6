import { type HeldRun, PipelineRunsStore } from '@analytics/infra-postgres';
import type { RunLog } from './run-log';

export type EndedBy = 'cancel' | 'lost' | 'stop';

/** Keeps a run for its worker by telling in time that it lives; ends the work when it may not go on. */
export class RunLease {
  private readonly controller = new AbortController();
  private timer?: NodeJS.Timeout;
  private heardMs = performance.now();
  private telling?: Promise<void>;

  constructor(
    private readonly runs: PipelineRunsStore,
    private readonly run: HeldRun,
    private readonly log: RunLog,
    private readonly leaseMs: number,
  ) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Why the work was ended; undefined while it was not. */
  get endedBy(): EndedBy | undefined {
    return this.signal.aborted ? (this.signal.reason as RunEnded).by : undefined;
  }

  async begin(): Promise<void> {
    await this.tell();
    this.timer = setInterval(() => {
      this.telling ??= this.tell().finally(() => (this.telling = undefined));
    }, this.leaseMs / 3);
  }

  end(by: EndedBy): void {
    if (!this.signal.aborted) this.controller.abort(new RunEnded(by));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  private async tell(): Promise<void> {
    const askedMs = performance.now();
    try {
      const heard = await this.runs.renew(this.run, this.leaseMs, this.log.text);
      if (heard === 'held') this.heardMs = askedMs;
      else this.end(heard);
    } catch {
      // As long as the lease lasts the store may be away; after that the run may be another worker's.
      if (performance.now() - this.heardMs > this.leaseMs) this.end('lost');
    }
  }
}

export class RunEnded extends Error {
  constructor(readonly by: EndedBy) {
    super(`the run was ended (${by})`);
    this.name = 'RunEnded';
  }
}

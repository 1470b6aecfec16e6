import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { LiveConfig } from './live.config';
import { liveReady } from './live.metrics';
import { LiveRebuilding } from './live-rebuilding';

const PATIENCE_MS = 5_000;

/** Looks after the live numbers where no event does: time passes in them, and what Redis has lost is made anew. */
@Injectable()
export class LiveKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly rebuilding: LiveRebuilding,
    private readonly config: LiveConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.ended = this.keep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.ended;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      // Redis being away has been told to the log by its connection; the next look is soon.
      const ready = await this.rebuilding.ready(PATIENCE_MS).catch(() => false);
      liveReady.set(ready ? 1 : 0);
      await pause(this.config.tickMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

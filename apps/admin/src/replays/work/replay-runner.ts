import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { ReplayWorkStore } from '@analytics/infra-postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ReplaysConfig } from '../replays.config';
import { ReplayRun } from './replay-run';

/** Takes replays that nobody carries on; what it does not end, another process goes on with. */
@Injectable()
export class ReplayRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Replays');
  private readonly worker = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private looking = false;

  constructor(
    private readonly config: ReplaysConfig,
    private readonly work: ReplayWorkStore,
    private readonly run: ReplayRun,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), this.config.pollMs);
  }

  /** Before the stores are closed: what is under way is given back. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await Promise.all(this.underWay);
  }

  private async look(): Promise<void> {
    if (this.looking || this.stopping.signal.aborted) return;
    this.looking = true;
    try {
      while (this.underWay.size < this.config.atOnce && !this.stopping.signal.aborted) {
        const replay = await this.work.take(this.worker, this.config.leaseMs);
        if (replay === undefined) return;
        const going: Promise<void> = this.run
          .go(replay, this.stopping.signal)
          .catch((error: unknown) => this.logger.error({ msg: 'a replay was left', replay: replay.id, err: error }))
          .finally(() => this.underWay.delete(going));
        this.underWay.add(going);
      }
    } catch (error) {
      this.logger.warn({ msg: 'replays could not be taken, the next look makes up for it', err: error });
    } finally {
      this.looking = false;
    }
  }
}

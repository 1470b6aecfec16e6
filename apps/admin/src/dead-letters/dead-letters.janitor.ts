import { CreationRequests, DeadLettersStore, Postgres } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DeadLettersConfig } from './dead-letters.config';
import { recordsForgotten, recordsKept } from './dead-letters.metrics';
import { ErasedPeople } from './erasures/erased-people';
import { LargePayloads } from './payload/large-payloads';

const COUNT_EVERY_MS = 15_000;

/**
 * Housekeeping, by one process at a time: records and keys of requests whose time is over leave, records that stay are
 * counted.
 */
@Injectable()
export class DeadLettersJanitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DeadLettersJanitor.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly requests: CreationRequests;

  constructor(
    private readonly config: DeadLettersConfig,
    private readonly postgres: Postgres,
    private readonly store: DeadLettersStore,
    private readonly large: LargePayloads,
    private readonly erased: ErasedPeople,
  ) {
    this.requests = new CreationRequests(postgres);
  }

  onApplicationBootstrap(): void {
    this.every(COUNT_EVERY_MS, () => this.count());
    if (this.config.erasuresMs > 0) this.every(this.config.erasuresMs, () => this.erased.follow());
    if (this.config.tidyMs > 0) this.every(this.config.tidyMs, () => this.tidy(new Date()));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  async tidy(now: Date): Promise<void> {
    const before = new Date(now.getTime() - this.config.keptMs);
    await this.postgres.tryLock('dead-letters-janitor', async () => {
      await this.inBatches(async (rows) => {
        const removed = await this.store.removeOld(before, rows);
        recordsForgotten.inc(removed);
        return removed;
      });
      await this.inBatches((rows) => this.requests.removeOld(rows));
      await this.large.removeOld(before);
    });
  }

  private async inBatches(removeSome: (rows: number) => Promise<number>): Promise<void> {
    const rows = this.config.tidyRows;
    while ((await removeSome(rows)) === rows);
  }

  async count(): Promise<void> {
    const counts = await this.store.counts();
    recordsKept.reset();
    for (const { status, reason, records } of counts) recordsKept.set({ status, reason }, records);
  }

  private every(ms: number, work: () => Promise<void>): void {
    const run = () =>
      work().catch((error: unknown) => this.logger.warn({ msg: 'the index was not looked after', err: error }));
    const timer = setInterval(() => void run(), ms);
    timer.unref();
    this.timers.push(timer);
  }
}

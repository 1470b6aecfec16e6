import { ImportsStore, Postgres } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ImportsConfig } from '../imports.config';
import { ImportFiles } from './import-files';

const HOUR_MS = 3_600_000;
/** Longer than any file may take to arrive. */
const RECEIVING_MS = 24 * HOUR_MS;

/** Housekeeping of imports, by one process at a time: files that killed processes left, and imports whose time is over. */
@Injectable()
export class ImportJanitor implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ImportJanitor.name);
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly config: ImportsConfig,
    private readonly postgres: Postgres,
    private readonly imports: ImportsStore,
    private readonly files: ImportFiles,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.pollMs === 0) return;
    this.timer = setInterval(() => void this.run(), HOUR_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async tidy(now: Date): Promise<void> {
    const before = (ms: number) => new Date(now.getTime() - ms);
    await this.postgres.tryLock('import-janitor', async () => {
      const limits = { receivingBefore: before(RECEIVING_MS), finishedBefore: before(this.config.keptMs) };
      for (const id of await this.imports.removeOld(limits)) await this.files.removeAll(id);
      for await (const id of this.files.bodies(before(HOUR_MS))) {
        if ((await this.imports.open([id])).size === 0) await this.files.removeBody(id);
      }
    });
    await this.files.tidyDisk(before(RECEIVING_MS));
  }

  private async run(): Promise<void> {
    try {
      await this.tidy(new Date());
    } catch (error) {
      this.logger.warn({ msg: 'imports were not tidied, the next run makes up for it', err: error });
    }
  }
}

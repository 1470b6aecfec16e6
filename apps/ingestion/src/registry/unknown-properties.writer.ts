import { Postgres, UnknownPropertiesStore } from '@analytics/infra-postgres';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { NAMES_PER_TYPE, PropertyCounts } from './property-counts';
import { RegistryConfig } from './registry.config';

const BOUNDS = { namesPerType: 2 * NAMES_PER_TYPE, keptMs: 90 * 86_400_000 };

/** Writes down every few seconds which properties senders use that nobody described. Who dies forgets those seconds. */
@Injectable()
export class UnknownPropertiesWriter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(UnknownPropertiesWriter.name);
  private readonly store: UnknownPropertiesStore;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    postgres: Postgres,
    private readonly counts: PropertyCounts,
    private readonly config: RegistryConfig,
  ) {
    this.store = new UnknownPropertiesStore(postgres);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.writing = this.writing.then(() => this.write());
    }, this.config.propertiesMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write();
  }

  private async write(): Promise<void> {
    const counts = this.counts.take();
    if (counts.length === 0) return;
    try {
      await this.store.add(counts, BOUNDS);
    } catch (error) {
      this.counts.giveBack(counts);
      this.logger.warn({ msg: 'properties nobody described are counted later', err: error });
    }
  }
}

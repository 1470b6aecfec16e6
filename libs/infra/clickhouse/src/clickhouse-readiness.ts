import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { sql, statement } from '@analytics/domain';
import { ReadinessRegistry } from '@analytics/service-kit';
import { ClickHouse } from './clickhouse';

const isAlive = statement<{ one: number }>({
  name: 'is-alive',
  query: sql`SELECT 1 AS one`,
  limits: { maxRows: 1, maxSeconds: 2, maxMemoryBytes: 64 * 1024 * 1024, maxRowsToRead: 10 },
});

/** Whether the app cannot do its job without the warehouse. */
export class ClickHouseReadinessOptions {
  constructor(readonly required: boolean) {}
}

/** Says whether the warehouse can be worked with. A server that is away at start makes us not ready, it does not end us. */
@Injectable()
export class ClickHouseReadiness implements OnModuleInit {
  private readonly logger = new Logger(ClickHouseReadiness.name);
  private settingsChecked = false;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly registry: ReadinessRegistry,
    private readonly options: ClickHouseReadinessOptions,
  ) {}

  onModuleInit(): void {
    this.registry.register({ name: 'clickhouse', check: () => this.check(), optional: !this.options.required });
    this.check().catch((error: Error) =>
      this.logger.warn({ msg: 'the warehouse cannot be worked with yet', reason: error.message }),
    );
  }

  /** After every failure the settings are looked at again: the server may have come back as another one. */
  async check(): Promise<void> {
    const knownToFit = this.settingsChecked;
    this.settingsChecked = false;
    if (knownToFit) await this.clickhouse.run(isAlive);
    else await this.clickhouse.assertServerSettings();
    this.settingsChecked = true;
  }
}

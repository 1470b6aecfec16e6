import { DomainError, FACT_TABLES, sql, statement, Unavailable } from '@analytics/domain';
import { ClickHouse, ClickHouseConfig } from '@analytics/infra-clickhouse';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { misfits, type TableText } from './misfits';

const tablesOfDatabase = statement<TableText>({
  name: 'warehouse-tables',
  query: sql`SELECT name, create_table_query AS text, dependencies_table AS views FROM system.tables WHERE database = currentDatabase()`,
  limits: { maxRows: 10_000, maxSeconds: 10, maxMemoryBytes: 512 * 1024 * 1024, maxRowsToRead: 100_000 },
});

/** A table that does not remember tokens counts rows twice as soon as an insert is repeated: then nothing is inserted. */
export class WarehouseUnfit extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UNAVAILABLE';

  constructor(readonly problems: readonly string[]) {
    super(`the warehouse is not fit to be written exactly once: ${problems.join('; ')}`);
  }
}

/** Asserts at the start what exactly-once rests on. A server that is away is asked again before the first rows go to it. */
@Injectable()
export class WarehouseFitness implements OnModuleInit {
  private readonly logger = new Logger(WarehouseFitness.name);
  private known?: Promise<void>;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly config: ClickHouseConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    try {
      await this.assertFit();
      this.logger.log({
        msg: 'the warehouse is fit: its settings and every window for repeated inserts are as needed',
      });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.logger.warn({ msg: 'the warehouse is away, whether it is fit is seen later', err: error });
    }
  }

  /** Asked once: what fits is not changed under a running service by anybody who means well. */
  assertFit(): Promise<void> {
    this.known ??= this.look().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  /** On a cluster rows and tokens lie in each shard's own table. */
  private get written(): string[] {
    return Object.keys(FACT_TABLES).map((name) => (this.config.cluster === '' ? name : `${name}_local`));
  }

  private async look(): Promise<void> {
    await this.clickhouse.assertServerSettings();
    const problems = misfits(await this.clickhouse.run(tablesOfDatabase), this.written);
    if (problems.length > 0) throw new WarehouseUnfit(problems);
  }
}

import { Logger } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { guardRunner } from './guarded-runner';
import { ReconnectGate } from './reconnect-gate';

const log = new Logger('OwnerDataSource');

/**
 * A TypeORM data source that exists before its server does: entities are checked at start, the first connection is made
 * by the first statement, and while the server is away every statement fails with `Unavailable`.
 */
export class OwnerDataSource extends DataSource {
  private readonly gate: ReconnectGate;
  private opening: Promise<unknown> | undefined;
  private closed = false;

  constructor(options: PostgresDataSourceOptions, reconnectMaxMs: number) {
    const name = options.applicationName;
    super({ ...options, poolErrorHandler: () => log.debug({ msg: 'idle connection lost', name }) });
    this.gate = new ReconnectGate(
      { firstMs: 100, maxMs: reconnectMaxMs },
      { nowMs: () => performance.now(), random: Math.random, onChange: (...change) => this.tell(...change) },
    );
  }

  /** Checks the entities without a server; a wrong mapping stops the service at its start. */
  prepare(): Promise<void> {
    return this.buildMetadatas();
  }

  override createQueryRunner(mode: 'master' | 'slave' = 'master'): QueryRunner {
    return guardRunner(super.createQueryRunner(mode), (connect) => this.gate.attempt(() => this.open(connect)));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.opening?.catch(() => undefined);
    if (this.isInitialized) await this.destroy();
  }

  private async open<T>(connect: () => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the data source is closed');
    if (!this.isInitialized || this.opening !== undefined) {
      this.opening ??= this.initialize().finally(() => (this.opening = undefined));
      await this.opening;
    }
    return connect();
  }

  private tell(reachable: boolean, cause?: unknown): void {
    const name = (this.options as PostgresDataSourceOptions).applicationName;
    if (reachable) log.log({ msg: 'PostgreSQL is reachable again', name });
    else log.warn({ msg: 'PostgreSQL is not reachable, trying again', name, err: cause });
  }
}

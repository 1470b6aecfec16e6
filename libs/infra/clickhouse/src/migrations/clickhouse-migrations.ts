import path from 'node:path';
import { ClickHouseError } from '@clickhouse/client';
import { sql, statement, col, insertTable, Unavailable } from '@analytics/domain';
import { ClickHouse } from '../clickhouse';
import type { ClickHouseConfig } from '../clickhouse.config';
import { Connections } from '../connection/connections';
import { Deadline } from '../connection/deadline';
import { MigrationFailed } from './migration-errors';
import { type MigrationFile, readMigrations } from './migration-file';
import { type AppliedMigration, type MigrationStatus, pendingOf, statusOf } from './migration-plan';
import { renderDatabase, renderLedger, renderStatement } from './rendering/render-statement';
import type { Target } from './rendering/target';

/** The product's own migrations; beside `src` and `dist` alike. */
export const MIGRATIONS_FOLDER = path.join(__dirname, '..', '..', 'migrations');

export interface MigrationOptions {
  readonly folder?: string;
  /** Longest a single statement may take. */
  readonly statementTimeoutMs?: number;
}

export interface MigrationResult {
  readonly name: string;
  readonly durationMs: number;
}

const LEDGER = insertTable('schema_migrations', {
  name: col.string,
  sha256: col.string,
  applied_at: col.dateTime64(3),
  duration_ms: col.uint32,
});

const limits = { maxRows: 10_000, maxSeconds: 10, maxMemoryBytes: 256 * 1024 * 1024, maxRowsToRead: 100_000 };
const ledgerExists = statement<{ found: number }>({
  name: 'migration-ledger-exists',
  query: sql`SELECT 1 AS found FROM system.tables WHERE database = currentDatabase() AND name = 'schema_migrations'`,
  limits,
});
const appliedMigrations = statement<AppliedMigration>({
  name: 'applied-migrations',
  query: sql`SELECT name, sha256, applied_at, duration_ms FROM schema_migrations FINAL ORDER BY name`,
  limits,
});

/**
 * Brings a database to the schema of this version, forward only. Two runners at once do no harm: every statement is
 * idempotent, each looks again before every file, and both write the same line into the ledger.
 */
export class ClickHouseMigrations {
  readonly #folder: string;
  readonly #timeoutMs: number;
  readonly #target: Target;
  readonly #outside: Connections;
  readonly #inside: Connections;
  readonly #clickhouse: ClickHouse;

  constructor(
    config: ClickHouseConfig,
    { folder = MIGRATIONS_FOLDER, statementTimeoutMs = 600_000 }: MigrationOptions = {},
  ) {
    const patient = Object.assign(Object.create(config) as ClickHouseConfig, { insertTimeoutMs: statementTimeoutMs });
    this.#folder = folder;
    this.#timeoutMs = statementTimeoutMs;
    this.#target = { database: config.database, cluster: config.cluster };
    this.#outside = new Connections(patient, 'default');
    this.#inside = new Connections(patient);
    this.#clickhouse = new ClickHouse(config);
  }

  async status(): Promise<MigrationStatus[]> {
    return statusOf(readMigrations(this.#folder), await this.applied());
  }

  /** What `apply` would run; throws `MigrationRefused` where the files or the database break a rule. */
  async plan(): Promise<string[]> {
    return pendingOf(readMigrations(this.#folder), await this.applied()).map(({ name }) => name);
  }

  /** Creates the database where it is missing, then runs what is pending. */
  async apply(): Promise<MigrationResult[]> {
    const files = readMigrations(this.#folder);
    await this.command(this.#outside, renderDatabase(this.#target));
    await this.command(this.#inside, renderLedger(this.#target));
    const results: MigrationResult[] = [];
    for (;;) {
      const next = pendingOf(files, await this.applied())[0];
      if (next === undefined) return results;
      results.push(await this.applyOne(next));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#outside.close(), this.#inside.close(), this.#clickhouse.onApplicationShutdown()]);
  }

  private async applyOne({ name, sha256, statements }: MigrationFile): Promise<MigrationResult> {
    const started = performance.now();
    for (const [index, text] of statements.entries()) {
      for (const rendered of renderStatement(name, text, this.#target)) {
        await this.command(this.#inside, rendered, { name, statement: index + 1 });
      }
    }
    const durationMs = Math.round(performance.now() - started);
    const line = { name, sha256, applied_at: new Date(), duration_ms: durationMs };
    await this.#clickhouse.insert(LEDGER, [line], { token: `migration:${name}:${sha256}` });
    return { name, durationMs };
  }

  private async applied(): Promise<AppliedMigration[]> {
    if (!(await this.databaseExists())) return [];
    if ((await this.#clickhouse.run(ledgerExists)).length === 0) return [];
    return this.#clickhouse.run(appliedMigrations);
  }

  private async databaseExists(): Promise<boolean> {
    const query = 'SELECT 1 FROM system.databases WHERE name = {name:String}';
    const answer = await this.called(
      this.#outside.read(
        (client) => client.query({ query, query_params: { name: this.#target.database }, format: 'JSONEachRow' }),
        () => false,
      ),
    );
    return (await answer.json()).length > 0;
  }

  private async command(connections: Connections, query: string, at = { name: 'set-up', statement: 1 }): Promise<void> {
    const deadline = new Deadline(this.#timeoutMs);
    try {
      await this.called(
        connections.read(
          (client) => client.command({ query, abort_signal: deadline.signal }),
          () => deadline.signal.aborted,
        ),
        at,
      );
    } finally {
      deadline.close();
    }
  }

  private async called<T>(work: Promise<T>, at = { name: 'set-up', statement: 1 }): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ClickHouseError) {
        throw new MigrationFailed(at.name, at.statement, Number(error.code), error.message);
      }
      throw new Unavailable('the warehouse');
    }
  }
}

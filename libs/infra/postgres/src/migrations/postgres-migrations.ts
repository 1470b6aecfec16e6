import type { QueryRunner } from 'typeorm';
import type { PostgresConfig } from '../config/postgres.config';
import { migrationOptions } from '../connection/connection-options';
import { OwnerDataSource } from '../connection/owner-data-source';
import { AdvisoryLocks } from '../locks/advisory-locks';
import { LockBusy } from '../errors/postgres-errors';
import { MigrationRefused } from './migration-errors';
import type { MigrationFile } from './migration-file';
import { MIGRATIONS_FOLDER, type OwnerMigrations, readMigrations } from './migration-folder';
import { createOwner } from './owner-schema';
import { type AppliedRow, pendingOf } from './pending';

export interface AppliedMigration {
  readonly owner: string;
  readonly name: string;
  readonly ms: number;
}

export interface MigrationStatus {
  readonly owner: string;
  readonly name: string;
  /** `ahead`: applied by a newer build than this one. */
  readonly state: 'applied' | 'pending' | 'ahead';
  readonly appliedAt?: Date;
}

export interface MigrationRunOptions {
  readonly folder?: string;
  /** How long to wait for another run to finish. */
  readonly waitMs?: number;
}

/** Brings every owner's schema to this build's state; forward only, one transaction per file, one runner at a time. */
export class PostgresMigrations {
  private readonly source: OwnerDataSource;
  private readonly folder: string;
  private readonly waitMs: number;

  constructor(config: PostgresConfig, { folder = MIGRATIONS_FOLDER, waitMs = 60_000 }: MigrationRunOptions = {}) {
    this.source = new OwnerDataSource(migrationOptions(config), config.reconnectMaxMs);
    this.folder = folder;
    this.waitMs = waitMs;
  }

  /** What `apply` would do now; changes nothing. */
  plan(): Promise<MigrationFile[]> {
    return this.withRunner(async (runner) => {
      const pending: MigrationFile[] = [];
      for (const owner of readMigrations(this.folder)) {
        pending.push(...pendingOf(owner, await appliedOf(runner, owner)));
      }
      return pending;
    });
  }

  async apply(onApplied: (migration: AppliedMigration) => void = () => undefined): Promise<AppliedMigration[]> {
    const owners = readMigrations(this.folder);
    const locks = new AdvisoryLocks('migrations', this.source);
    const run = () => this.withRunner((runner) => applyAll(runner, owners, onApplied));
    try {
      return await locks.withLock('apply', run, { waitMs: this.waitMs });
    } catch (error) {
      if (!(error instanceof LockBusy)) throw error;
      throw new MigrationRefused('another run of the migrations holds a lock; wait until it has ended and start again');
    }
  }

  status(): Promise<MigrationStatus[]> {
    return this.withRunner(async (runner) => {
      const rows: MigrationStatus[] = [];
      for (const owner of readMigrations(this.folder)) rows.push(...statusOf(owner, await appliedOf(runner, owner)));
      return rows;
    });
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner('master');
    try {
      return await work(runner);
    } finally {
      await runner.release();
    }
  }
}

async function applyAll(
  runner: QueryRunner,
  owners: readonly OwnerMigrations[],
  onApplied: (migration: AppliedMigration) => void,
): Promise<AppliedMigration[]> {
  const done: AppliedMigration[] = [];
  // Everything is checked before anything is changed: a refused file of one owner leaves no other half-migrated.
  for (const owner of owners) pendingOf(owner, await appliedOf(runner, owner));
  // All owners before any file: a file may give rights to another owner.
  for (const { owner } of owners) await inTransaction(runner, () => createOwner(runner, owner));
  for (const owner of owners) {
    for (const file of pendingOf(owner, await appliedOf(runner, owner))) {
      const migration = { owner: file.owner, name: file.name, ms: await applyOne(runner, file) };
      done.push(migration);
      onApplied(migration);
    }
  }
  return done;
}

async function applyOne(runner: QueryRunner, file: MigrationFile): Promise<number> {
  const startedMs = performance.now();
  return inTransaction(runner, async () => {
    for (const extension of file.extensions) {
      await runner.query(`CREATE EXTENSION IF NOT EXISTS "${extension}" WITH SCHEMA public`);
    }
    await runner.query(`SET LOCAL ROLE "${file.owner}"; SET LOCAL search_path = "${file.owner}"`);
    await runner.query(file.sql);
    const ms = Math.round(performance.now() - startedMs);
    await runner.query(`INSERT INTO "${file.owner}".schema_migrations (name, sha256, ms) VALUES ($1, $2, $3)`, [
      file.name,
      file.sha256,
      ms,
    ]);
    return ms;
  });
}

async function inTransaction<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  await runner.startTransaction();
  try {
    const result = await work();
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // The first failure is the one to report; a connection that is gone has rolled back by itself.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

async function appliedOf(runner: QueryRunner, { owner }: OwnerMigrations): Promise<AppliedRow[]> {
  const found: { there: boolean }[] = await runner.query(
    `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_migrations') AS there`,
    [owner],
  );
  if (found[0]?.there !== true) return [];
  return inTransaction(runner, async () => {
    await runner.query(`SET LOCAL ROLE "${owner}"`);
    return runner.query(`SELECT name, sha256, applied_at, ms FROM "${owner}".schema_migrations ORDER BY name`);
  });
}

function statusOf({ owner, files }: OwnerMigrations, applied: readonly AppliedRow[]): MigrationStatus[] {
  const known = new Set(files.map((file) => file.name));
  const appliedAt = new Map(applied.map((row) => [row.name, row.applied_at]));
  const ahead = applied.filter((row) => !known.has(row.name));
  return [
    ...files.map(({ name }): MigrationStatus => {
      const at = appliedAt.get(name);
      return at === undefined ? { owner, name, state: 'pending' } : { owner, name, state: 'applied', appliedAt: at };
    }),
    ...ahead.map((row): MigrationStatus => ({ owner, name: row.name, state: 'ahead', appliedAt: row.applied_at })),
  ];
}

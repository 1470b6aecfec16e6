import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { LockBusy } from '../errors/postgres-errors';
import { runQuery } from '../connection/run-query';
import { lockKey } from './lock-key';

/** `lost` is aborted when the connection, and with it the lock, is gone: stop before the next side effect. */
export type LockWork<T> = (lost: AbortSignal) => Promise<T>;

export type TryLockResult<T> = { readonly held: false } | { readonly held: true; readonly value: T };

const RETRY_MS = 50;

interface DriverConnection {
  once(event: 'end' | 'error', listener: () => void): void;
  removeListener(event: 'end' | 'error', listener: () => void): void;
  end(): Promise<void>;
}

/** Named locks across processes, freed by the server when their holder dies. */
export class AdvisoryLocks {
  constructor(
    private readonly owner: string,
    private readonly source: DataSource,
  ) {}

  async tryLock<T>(name: string, work: LockWork<T>): Promise<TryLockResult<T>> {
    const runner = this.source.createQueryRunner('master');
    const key = lockKey(this.owner, name);
    try {
      const connection: DriverConnection = await runner.connect();
      if (!(await this.take(runner, key))) return { held: false };
      return { held: true, value: await this.hold(runner, connection, key, work) };
    } finally {
      await runner.release();
    }
  }

  /** Asks again and again instead of waiting inside the server, so that a waiter holds no connection meanwhile. */
  async withLock<T>(name: string, work: LockWork<T>, { waitMs = 5_000 } = {}): Promise<T> {
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      const result = await this.tryLock(name, work);
      if (result.held) return result.value;
      if (performance.now() >= deadlineMs) throw new LockBusy(`"${name}"`);
      await sleep(RETRY_MS * (0.5 + Math.random()));
    }
  }

  async lockInTransaction(tx: EntityManager, name: string): Promise<void> {
    await runQuery(tx, 'SELECT pg_advisory_xact_lock($1)', [lockKey(this.owner, name)]);
  }

  private async take(runner: QueryRunner, key: string): Promise<boolean> {
    const rows: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [key]);
    return rows[0]?.taken === true;
  }

  private async hold<T>(runner: QueryRunner, connection: DriverConnection, key: string, work: LockWork<T>): Promise<T> {
    const lost = new AbortController();
    const onLost = () => lost.abort();
    connection.once('end', onLost);
    connection.once('error', onLost);
    try {
      return await work(lost.signal);
    } finally {
      connection.removeListener('end', onLost);
      connection.removeListener('error', onLost);
      if (!lost.signal.aborted) await this.free(runner, connection, key);
    }
  }

  /** A connection that could not give its lock back must not return to the pool: closing it frees the lock. */
  private async free(runner: QueryRunner, connection: DriverConnection, key: string): Promise<void> {
    try {
      await runner.query('SELECT pg_advisory_unlock($1)', [key]);
    } catch {
      connection.end().catch(() => undefined);
    }
  }
}

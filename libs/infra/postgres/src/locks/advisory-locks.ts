import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { LockBusy } from '../errors/postgres-errors';
import { runQuery } from '../connection/run-query';
import { lockKey } from './lock-key';

/** `lost` is aborted when the connection, and with it the lock, is gone: stop before the next side effect. */
export type LockWork<T> = (lost: AbortSignal) => Promise<T>;

export type TryLockResult<T> = { readonly held: false } | { readonly held: true; readonly value: T };

/** Of everybody's doors: many pass one together, or one alone. Names are the same whoever asks, unlike those of locks. */
export type DoorMode = 'together' | 'alone';

/** Writers of the warehouse go through it together; who swaps what they write to goes alone. */
export const WAREHOUSE_WRITES = 'warehouse-writes';

const RETRY_MS = 50;
const NOBODYS = '*';
const DOOR = {
  together: { take: 'pg_try_advisory_lock_shared', free: 'pg_advisory_unlock_shared' },
  alone: { take: 'pg_advisory_lock', free: 'pg_advisory_unlock' },
} as const;

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
      const value = await this.hold(connection, work, () => this.free(runner, connection, 'pg_advisory_unlock', key));
      return { held: true, value };
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

  /**
   * Who goes alone waits inside the server, where nobody who comes later overtakes: those who pass together would else
   * keep it out for ever. `LockBusy` after `waitMs`.
   */
  async throughDoor<T>(name: string, mode: DoorMode, work: LockWork<T>, { waitMs = 30_000 } = {}): Promise<T> {
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      const result = await this.tryDoor(name, mode, work);
      if (result.held) return result.value;
      if (performance.now() >= deadlineMs) throw new LockBusy(`"${name}"`);
      await sleep(mode === 'alone' ? 0 : RETRY_MS * (0.5 + Math.random()));
    }
  }

  async lockInTransaction(tx: EntityManager, name: string): Promise<void> {
    await runQuery(tx, 'SELECT pg_advisory_xact_lock($1)', [lockKey(this.owner, name)]);
  }

  private async tryDoor<T>(name: string, mode: DoorMode, work: LockWork<T>): Promise<TryLockResult<T>> {
    const runner = this.source.createQueryRunner('master');
    const key = lockKey(NOBODYS, name);
    try {
      const connection: DriverConnection = await runner.connect();
      if (!(await this.enter(runner, mode, key))) return { held: false };
      const value = await this.hold(connection, work, () => this.free(runner, connection, DOOR[mode].free, key));
      return { held: true, value };
    } finally {
      await runner.release();
    }
  }

  private async enter(runner: QueryRunner, mode: DoorMode, key: string): Promise<boolean> {
    try {
      const rows: { taken: unknown }[] = await runner.query(`SELECT ${DOOR[mode].take}($1) AS taken`, [key]);
      return mode === 'alone' || rows[0]?.taken === true;
    } catch (error) {
      if (error instanceof LockBusy) return false;
      throw error;
    }
  }

  private async take(runner: QueryRunner, key: string): Promise<boolean> {
    const rows: { taken: boolean }[] = await runner.query('SELECT pg_try_advisory_lock($1) AS taken', [key]);
    return rows[0]?.taken === true;
  }

  private async hold<T>(connection: DriverConnection, work: LockWork<T>, free: () => Promise<void>): Promise<T> {
    const lost = new AbortController();
    const onLost = () => lost.abort();
    connection.once('end', onLost);
    connection.once('error', onLost);
    try {
      return await work(lost.signal);
    } finally {
      connection.removeListener('end', onLost);
      connection.removeListener('error', onLost);
      if (!lost.signal.aborted) await free();
    }
  }

  /** A connection that could not give its lock back must not return to the pool: closing it frees the lock. */
  private async free(runner: QueryRunner, connection: DriverConnection, how: string, key: string): Promise<void> {
    try {
      await runner.query(`SELECT ${how}($1)`, [key]);
    } catch {
      connection.end().catch(() => undefined);
    }
  }
}

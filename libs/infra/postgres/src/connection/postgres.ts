import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { TransactionConflict } from '../errors/postgres-errors';
import { AdvisoryLocks, type DoorMode, type LockWork, type TryLockResult } from '../locks/advisory-locks';
import type { PostgresConfig } from '../config/postgres.config';
import { type EntityClasses, ownerOptions } from './connection-options';
import { OwnerDataSource } from './owner-data-source';
import { runQuery } from './run-query';

export interface TransactionOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
  /** How often the work is run in all when it loses against a concurrent transaction; 1 = never again. */
  readonly attempts?: number;
}

/** One owner's schema: repositories, transactions, bound statements and advisory locks, all as the owner's role. */
export class Postgres implements OnApplicationShutdown {
  private readonly locks: AdvisoryLocks;

  private constructor(
    readonly owner: string,
    private readonly source: OwnerDataSource,
  ) {
    this.locks = new AdvisoryLocks(owner, source);
  }

  /** Needs no server: the first statement connects. */
  static async of(config: PostgresConfig, owner: string, entities: EntityClasses = []): Promise<Postgres> {
    const source = new OwnerDataSource(ownerOptions(config, owner, entities), config.reconnectMaxMs);
    await source.prepare();
    return new Postgres(owner, source);
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.source.getRepository(entity);
  }

  /** Outside any transaction; inside one pass `tx` to `runQuery`. */
  query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return runQuery<Row>(this.source.manager, text, values);
  }

  /** The work may run more than once (see `attempts`), so it touches nothing but `tx`. */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const { isolation = 'READ COMMITTED', attempts = 3 } = options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.source.manager.transaction(isolation, work);
      } catch (error) {
        if (!(error instanceof TransactionConflict) || attempt >= attempts) throw error;
        await sleep(10 * 2 ** attempt * (0.5 + Math.random()));
      }
    }
  }

  /** Runs the work if nobody holds the lock; holds one connection of the pool meanwhile. */
  tryLock<T>(name: string, work: LockWork<T>): Promise<TryLockResult<T>> {
    return this.locks.tryLock(name, work);
  }

  /** Waits up to `waitMs` for the lock (then `LockBusy`); holds one connection of the pool meanwhile. */
  withLock<T>(name: string, work: LockWork<T>, options?: { readonly waitMs?: number }): Promise<T> {
    return this.locks.withLock(name, work, options);
  }

  /** Passes a door of the whole product, together with others or alone; holds one connection of the pool meanwhile. */
  throughDoor<T>(name: string, mode: DoorMode, work: LockWork<T>, options?: { readonly waitMs?: number }): Promise<T> {
    return this.locks.throughDoor(name, mode, work, options);
  }

  /** Holds the lock until the transaction ends. */
  lockInTransaction(tx: EntityManager, name: string): Promise<void> {
    return this.locks.lockInTransaction(tx, name);
  }

  async check(): Promise<void> {
    await this.query('SELECT 1');
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

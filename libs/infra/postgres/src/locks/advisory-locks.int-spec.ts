import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { LockBusy } from '../errors/postgres-errors';
import { lockKey } from './lock-key';

describe('advisory locks on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let owner: string;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-locks', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    owner = await database.migrated('locks', 'CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL)');
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  it('lets one process in at a time, whichever waits', async () => {
    const processes = await Promise.all([1, 2, 3].map(() => database.postgres(owner)));
    let inside = 0;
    const crowd: number[] = [];
    const work = async () => {
      crowd.push((inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    await Promise.all(processes.flatMap((one) => [1, 2, 3].map(() => one.withLock('door', work, { waitMs: 120_000 }))));
    expect(crowd).toEqual(Array(9).fill(1));
  });

  it('tells a second one at once that the lock is held, and frees it also when the work fails', async () => {
    const [first, second] = [await database.postgres(owner), await database.postgres(owner)];
    await first.tryLock('job', async () => {
      await expect(second.tryLock('job', () => Promise.resolve('in'))).resolves.toEqual({ held: false });
      await expect(second.tryLock('other job', () => Promise.resolve('in'))).resolves.toEqual({
        held: true,
        value: 'in',
      });
      await expect(second.withLock('job', () => Promise.resolve(1), { waitMs: 50 })).rejects.toBeInstanceOf(LockBusy);
    });
    await expect(first.tryLock('job', () => Promise.reject(new RangeError('failed')))).rejects.toBeInstanceOf(
      RangeError,
    );
    await expect(second.tryLock('job', () => Promise.resolve(2))).resolves.toEqual({ held: true, value: 2 });
  });

  it('keeps owners apart', () => {
    expect(lockKey('shop', 'job')).not.toBe(lockKey('vault', 'job'));
    expect(BigInt.asIntN(64, BigInt(lockKey('shop', 'job')))).toBe(BigInt(lockKey('shop', 'job')));
  });

  it('warns its holder when the connection, and the lock with it, is gone', async () => {
    const [holder, next] = [await database.postgres(owner), await database.postgres(owner)];
    const held = holder.tryLock('leader', async (lost) => {
      const gone = new Promise((resolve) => lost.addEventListener('abort', resolve));
      await database.asAdmin(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database =
           (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      await gone;
      return 'warned';
    });
    await expect(held).resolves.toEqual({ held: true, value: 'warned' });
    await expect(eventually(() => next.tryLock('leader', () => Promise.resolve(1)))).resolves.toEqual({
      held: true,
      value: 1,
    });
  });

  it('lets many through a door together and one alone, whoever they belong to', async () => {
    const other = await database.migrated('neighbours', 'CREATE TABLE other_counters (id int PRIMARY KEY)');
    const [first, second] = [await database.postgres(owner), await database.postgres(other)];
    let inside = 0;
    const together = async () => {
      inside += 1;
      await eventually(() => expect(inside).toBe(2));
    };
    await Promise.all([first, second].map((one) => one.throughDoor('writes', 'together', together)));
    await first.throughDoor('writes', 'alone', async () => {
      const tooSoon = second.throughDoor('writes', 'together', () => Promise.resolve(1), { waitMs: 50 });
      await expect(tooSoon).rejects.toBeInstanceOf(LockBusy);
    });
    await expect(second.throughDoor('writes', 'together', () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('lets one go alone although others keep passing together without a gap', async () => {
    const [one, two, alone] = await Promise.all([1, 2, 3].map(() => database.postgres(owner)));
    let over = false;
    const pass = async (by: typeof one) => {
      while (!over) await by!.throughDoor('busy', 'together', () => new Promise((resolve) => setTimeout(resolve, 30)));
    };
    const traffic = Promise.all([pass(one), pass(two), pass(one), pass(two)]);
    await expect(alone!.throughDoor('busy', 'alone', () => Promise.resolve('was alone'))).resolves.toBe('was alone');
    over = true;
    await traffic;
  });

  it('tells who waits to go alone when the time is up, and keeps nothing', async () => {
    const [inside, waiting] = [await database.postgres(owner), await database.postgres(owner, { lockTimeoutMs: 50 })];
    await inside.throughDoor('held', 'together', async () => {
      const tooLong = waiting.throughDoor('held', 'alone', () => Promise.resolve(1), { waitMs: 120 });
      await expect(tooLong).rejects.toBeInstanceOf(LockBusy);
    });
    await expect(waiting.throughDoor('held', 'alone', () => Promise.resolve(1))).resolves.toBe(1);
  });

  it('holds a lock until the end of a transaction', async () => {
    const [first, second] = [await database.postgres(owner), await database.postgres(owner, { lockTimeoutMs: 100 })];
    await first.transaction(async (tx) => {
      await first.lockInTransaction(tx, 'row');
      const blocked = second.transaction((other) => second.lockInTransaction(other, 'row'));
      await expect(blocked).rejects.toBeInstanceOf(LockBusy);
    });
    await second.transaction((tx) => second.lockInTransaction(tx, 'row'));
  });
});

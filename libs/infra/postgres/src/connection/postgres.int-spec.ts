import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Unavailable } from '@analytics/domain';
import { EntitySchema } from 'typeorm';
import { configOf, OwnerDatabase } from '../fixtures/owner-database.fixture';
import { LockBusy, QueryFault, TransactionConflict, UniqueViolation, ValueRefused } from '../errors/postgres-errors';
import { Postgres } from './postgres';
import { runQuery } from './run-query';

interface Game {
  id: number;
  title: string;
  tags: string[];
  addedAt?: Date;
}

const GameEntity = new EntitySchema<Game>({
  name: 'Game',
  tableName: 'games',
  columns: {
    id: { type: 'int', primary: true },
    title: { type: 'text' },
    tags: { type: 'text', array: true },
    addedAt: { type: 'timestamptz', name: 'added_at', createDate: true },
  },
});

const GAMES = `CREATE TABLE games (id int PRIMARY KEY, title text NOT NULL UNIQUE CHECK (title <> ''),
  tags text[] NOT NULL, added_at timestamptz NOT NULL DEFAULT now())`;

describe('an owner’s connection to a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let owner: string;
  let postgres: Postgres;

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-connection', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    owner = await database.migrated('shop', GAMES);
    postgres = await database.postgres(owner, { statementTimeoutMs: 30_000, lockTimeoutMs: 20_000 }, [GameEntity]);
  });
  beforeEach(() => postgres.query('TRUNCATE games'));
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  it('acts as the owner, in its schema and with its limits, on every connection of the pool', async () => {
    const settings = `SELECT current_user AS role, current_schema AS schema, pg_backend_pid() AS pid, pg_sleep(0.1),
      current_setting('search_path') AS path, current_setting('statement_timeout') AS statement,
      current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle,
      current_setting('synchronous_commit') AS sync, current_setting('TimeZone') AS zone,
      current_setting('application_name') AS name`;
    const rows = await Promise.all(Array.from({ length: 15 }, () => postgres.query<{ pid: number }>(settings)));
    expect(new Set(rows.flat().map(({ pid }) => pid)).size).toBe(5);
    const expected = { role: owner, schema: owner, path: owner, statement: '30s', lock: '20s', idle: '15s' };
    for (const row of rows.flat()) expect(row).toMatchObject({ ...expected, sync: 'on', zone: 'UTC' });
    expect(rows[0]?.[0]).toMatchObject({ name: expect.stringContaining(owner.slice(0, 10)) });
  });

  it('cannot fall back to the login’s rights by RESET', async () => {
    const role = await postgres.transaction(async (tx) => {
      await runQuery(tx, 'RESET ROLE');
      await runQuery(tx, 'RESET ALL');
      return runQuery(tx, 'SELECT current_user AS role');
    });
    expect(role).toEqual([{ role: owner }]);
  });

  it('stores and finds entities through their repository', async () => {
    const games = postgres.repository(GameEntity);
    await games.save({ id: 1, title: 'Chess', tags: ['board', 'old'] });
    await expect(games.findOneByOrFail({ title: 'Chess' })).resolves.toMatchObject({
      id: 1,
      tags: ['board', 'old'],
      addedAt: expect.any(Date),
    });
  });

  it('binds values and hands back rows of reads and of writes alike', async () => {
    const insert = 'INSERT INTO games (id, title, tags) VALUES ($1, $2, $3) RETURNING id';
    await expect(postgres.query(insert, [7, `O'Brien"; --`, ['a']])).resolves.toEqual([{ id: 7 }]);
    await expect(postgres.query('UPDATE games SET id = 8 WHERE id = $1 RETURNING id, title', [7])).resolves.toEqual([
      { id: 8, title: `O'Brien"; --` },
    ]);
    await expect(postgres.query('DELETE FROM games WHERE id = $1 RETURNING id', [99])).resolves.toEqual([]);
  });

  it('stores all of a transaction or nothing', async () => {
    const work = postgres.transaction(async (tx) => {
      await tx.getRepository(GameEntity).insert({ id: 1, title: 'Go', tags: [] });
      throw new RangeError('changed my mind');
    });
    await expect(work).rejects.toBeInstanceOf(RangeError);
    await expect(postgres.repository(GameEntity).count()).resolves.toBe(0);
  });

  it('does not commit what a swallowed failure has undone', async () => {
    const work = postgres.transaction(async (tx) => {
      await tx.getRepository(GameEntity).insert({ id: 1, title: 'Go', tags: [] });
      await runQuery(tx, 'SELECT 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toBeInstanceOf(QueryFault);
  });

  it('names what was violated, through repositories and through statements', async () => {
    const games = postgres.repository(GameEntity);
    await games.insert({ id: 1, title: 'Go', tags: [] });
    const twice = games.insert({ id: 2, title: 'Go', tags: [] });
    await expect(twice).rejects.toBeInstanceOf(UniqueViolation);
    await expect(twice).rejects.toMatchObject({ constraint: 'games_title_key', facts: { table: 'games' } });
    await expect(games.insert({ id: 3, title: '', tags: [] })).rejects.toBeInstanceOf(ValueRefused);
    await expect(postgres.query('SELECT * FROM nowhere')).rejects.toMatchObject({
      sqlState: '42P01',
      kind: 'internal',
    });
    await expect(postgres.query(`SELECT $1::uuid`, ['no-uuid'])).rejects.toBeInstanceOf(ValueRefused);
  });

  it('runs a transaction again that lost against a concurrent one', async () => {
    await postgres.repository(GameEntity).insert({ id: 1, title: 'Go', tags: [] });
    let runs = 0;
    let readers = 0;
    const append = (tag: string, isolation: 'SERIALIZABLE', attempts?: number) =>
      postgres.transaction(
        async (tx) => {
          runs += 1;
          const games = tx.getRepository(GameEntity);
          const game = await games.findOneByOrFail({ id: 1 });
          readers += 1;
          await eventually(() => expect(readers).toBeGreaterThan(1));
          await games.update(1, { tags: [...game.tags, tag] });
        },
        { isolation, attempts },
      );
    await Promise.all([append('a', 'SERIALIZABLE'), append('b', 'SERIALIZABLE')]);
    expect((await postgres.repository(GameEntity).findOneByOrFail({ id: 1 })).tags.sort()).toEqual(['a', 'b']);
    expect(runs).toBe(3);

    readers = 0;
    const once = await Promise.allSettled([append('c', 'SERIALIZABLE', 1), append('d', 'SERIALIZABLE', 1)]);
    const lost = once.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(lost).toEqual([expect.any(TransactionConflict)]);
  });

  it('gives up on a statement that runs too long and on a lock that stays taken', async () => {
    const hasty = await database.postgres(owner, { statementTimeoutMs: 1_000, lockTimeoutMs: 300 });
    await expect(hasty.query('SELECT pg_sleep(60)')).rejects.toBeInstanceOf(Unavailable);
    await postgres.repository(GameEntity).insert({ id: 1, title: 'Go', tags: [] });
    const change = 'UPDATE games SET tags = tags WHERE id = 1';
    await postgres.transaction(async (tx) => {
      await runQuery(tx, change);
      await expect(hasty.query(change)).rejects.toBeInstanceOf(LockBusy);
    });
  });

  it('is unavailable while all connections are busy, and fine right after', async () => {
    const small = await database.postgres(owner, { poolSize: 2, connectTimeoutMs: 1_500 });
    const busy = [small.query('SELECT pg_sleep(4)'), small.query('SELECT pg_sleep(4)')];
    await expect(small.query('SELECT 1')).rejects.toBeInstanceOf(Unavailable);
    await Promise.all(busy);
    await expect(small.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('survives its connections being ended by the administrator', async () => {
    const kill = () =>
      database.asAdmin(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    await postgres.check();
    const working = postgres.transaction(async (tx) => {
      await runQuery(tx, 'SELECT 1');
      await kill();
      await runQuery(tx, 'SELECT 1');
    });
    await expect(working).rejects.toBeInstanceOf(Unavailable);
    await eventually(() => postgres.check());
    await expect(postgres.repository(GameEntity).count()).resolves.toBe(0);
  });

  it('can be made without a server: statements fail with Unavailable, wrong entities at once', async () => {
    const nobody = await Postgres.of(configOf('postgres://u:p@127.0.0.1:1/none'), 'shop', [GameEntity]);
    await expect(nobody.check()).rejects.toBeInstanceOf(Unavailable);
    await expect(nobody.repository(GameEntity).count()).rejects.toBeInstanceOf(Unavailable);
    await expect(nobody.transaction(() => Promise.resolve(1))).rejects.toBeInstanceOf(Unavailable);
    await nobody.close();
    const wrong = new EntitySchema({ name: 'Wrong', columns: { name: { type: 'text' } } });
    await expect(Postgres.of(configOf('postgres://u:p@127.0.0.1:1/none'), 'shop', [wrong])).rejects.toThrow(/primary/);
  });

  it('is unavailable while its role is missing', async () => {
    const unborn = await database.postgres(database.owner('unborn'));
    await expect(unborn.check()).rejects.toBeInstanceOf(Unavailable);
    await database.migrations().apply();
    await eventually(() => unborn.check());
  });
});

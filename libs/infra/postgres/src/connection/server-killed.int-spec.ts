import { eventually, type PrivateStore, startPrivateStore } from '@analytics/testing';
import { Unavailable } from '@analytics/domain';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { readTemplate } from '../migrations/migration-folder';
import { Outbox } from '../outbox/outbox';
import { OutboxRelay } from '../outbox/outbox-relay';
import type { Postgres } from './postgres';
import { runQuery } from './run-query';

describe('a PostgreSQL that is killed', () => {
  let store: PrivateStore<'postgres'>;
  let database: OwnerDatabase;
  let postgres: Postgres;

  beforeAll(async () => {
    store = await startPrivateStore('postgres');
    database = await OwnerDatabase.open(store.connection.url);
    const owner = await database.migrated(
      'shop',
      `${readTemplate('outbox')}; CREATE TABLE orders (id int PRIMARY KEY)`,
    );
    postgres = await database.postgres(owner, {
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 3_000,
      reconnectMaxMs: 500,
    });
  });
  afterAll(async () => {
    await database.close();
    await store.stop();
  });

  it('costs only Unavailable: the same objects go on by themselves, and what was acknowledged is there', async () => {
    const load = startLoad(postgres, new Outbox(postgres.owner));
    const published = new Set<string>();
    const relay = new OutboxRelay(
      postgres,
      async (records) => records.forEach(({ value }) => published.add(value.toString())),
      { pollMs: 20, backoffMaxMs: 200 },
    );
    relay.start();
    await eventually(async () => expect(load.acknowledged.length).toBeGreaterThan(50));

    await store.kill9();
    await eventually(async () => expect(load.failures.length).toBeGreaterThan(20));
    await expect(postgres.check()).rejects.toBeInstanceOf(Unavailable);

    const before = load.acknowledged.length;
    await store.restart();
    await eventually(async () => expect(load.acknowledged.length).toBeGreaterThan(before + 50));
    await load.stop();

    expect(load.failures.filter((error) => !(error instanceof Unavailable))).toEqual([]);
    const stored = new Set((await postgres.query<{ id: number }>('SELECT id FROM orders')).map(({ id }) => id));
    expect(load.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    await eventually(async () => expect(published.size).toBe(stored.size));
    await relay.stop();
    expect([...stored].filter((id) => !published.has(String(id)))).toEqual([]);
  });

  it('is given up when it takes a statement and never answers, and that connection is not used again', async () => {
    const backends = await postgres.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = backends[0]?.pid as number;
    process.kill(pid, 'SIGSTOP');
    // The pool hands out the connection that came back last: the stopped one.
    await expect(postgres.check()).rejects.toBeInstanceOf(Unavailable);
    await expect(postgres.query('SELECT pg_backend_pid() AS pid')).resolves.not.toEqual([{ pid }]);
    process.kill(pid, 'SIGCONT');
  });

  it('frees the locks its clients held, and tells them', async () => {
    const held = postgres.tryLock('leader', async (lost) => {
      const gone = new Promise((resolve) => lost.addEventListener('abort', resolve));
      await store.kill9();
      await gone;
    });
    await expect(held).resolves.toMatchObject({ held: true });
    await store.restart();
    await eventually(() =>
      expect(postgres.tryLock('leader', () => Promise.resolve(1))).resolves.toMatchObject({ held: true }),
    );
  });
});

/** Four writers that store an order and its message in one transaction, each order under a fresh number. */
function startLoad(postgres: Postgres, outbox: Outbox) {
  const acknowledged: number[] = [];
  const failures: unknown[] = [];
  let next = 0;
  let going = true;
  const write = async (id: number): Promise<void> => {
    await postgres.transaction(async (tx) => {
      await runQuery(tx, 'INSERT INTO orders VALUES ($1)', [id]);
      await outbox.add(tx, { topic: 'orders', key: String(id % 3), value: String(id) });
    });
    acknowledged.push(id);
  };
  const writer = async (): Promise<void> => {
    while (going) {
      await write((next += 1)).catch((error) => failures.push(error));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const writers = [writer(), writer(), writer(), writer()];
  const stop = async (): Promise<void> => {
    going = false;
    await Promise.all(writers);
  };
  return { acknowledged, failures, stop };
}

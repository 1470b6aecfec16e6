import { eventually, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { randomUUID } from 'node:crypto';
import { OwnerDatabase } from '../fixtures/owner-database.fixture';
import { readTemplate } from '../migrations/migration-folder';
import { runQuery } from '../connection/run-query';
import type { Postgres } from '../connection/postgres';
import { Outbox } from './outbox';
import { MESSAGE_ID_HEADER, OutboxMessageTooLarge, type OutboxRecord } from './outbox-message';
import { outboxOldestAge, outboxPending, outboxPublished } from './outbox.metrics';
import { OutboxRelay, type OutboxRelayLimits, type PublishOutbox } from './outbox-relay';

const TOPIC = 'com.platform.analytics.events.v1';
const QUICK: Partial<OutboxRelayLimits> = { pollMs: 10, backoffFirstMs: 5, backoffMaxMs: 50 };

describe('the outbox on a real PostgreSQL', () => {
  let namespace: SuiteNamespace;
  let database: OwnerDatabase;
  let postgres: Postgres;
  let owner: string;
  let outbox: Outbox;
  const relays: OutboxRelay[] = [];

  beforeAll(async () => {
    namespace = await suiteNamespace('infra-postgres-outbox', { databases: ['postgres'] });
    database = await OwnerDatabase.open(namespace.postgres.url);
    owner = await database.migrated('reports', readTemplate('outbox'));
    postgres = await database.postgres(owner);
    outbox = new Outbox(owner);
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await postgres.query('TRUNCATE outbox');
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  const relay = (publish: PublishOutbox, limits: Partial<OutboxRelayLimits> = {}, on = postgres) => {
    const started = new OutboxRelay(on, publish, { ...QUICK, ...limits });
    relays.push(started);
    started.start();
    return started;
  };
  const put = (...texts: string[]) =>
    postgres.transaction((tx) => outbox.add(tx, ...texts.map((value) => ({ topic: TOPIC, key: 'k', value }))));
  const unsent = async () =>
    (await postgres.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox WHERE sent_at IS NULL'))[0]?.n;
  const drained = () => eventually(async () => expect(await unsent()).toBe(0));
  const texts = (records: readonly OutboxRecord[]) => records.map(({ value }) => value.toString());

  it('publishes what a transaction left behind, with key, headers and id', async () => {
    const id = randomUUID();
    await postgres.transaction((tx) =>
      outbox.add(tx, {
        id,
        topic: TOPIC,
        key: 'report-1',
        value: '{"ok":true}',
        headers: { traceparent: '00-a-b-01' },
      }),
    );
    const published: OutboxRecord[] = [];
    relay(async (records) => published.push(...records));
    await drained();
    const headers = { traceparent: '00-a-b-01', [MESSAGE_ID_HEADER]: id };
    expect(published).toEqual([{ id, topic: TOPIC, key: 'report-1', value: Buffer.from('{"ok":true}'), headers }]);
  });

  it('leaves nothing behind when the transaction is undone', async () => {
    const undone = postgres.transaction(async (tx) => {
      await outbox.add(tx, { topic: TOPIC, key: null, value: 'never' });
      throw new RangeError('undone');
    });
    await expect(undone).rejects.toBeInstanceOf(RangeError);
    await expect(unsent()).resolves.toBe(0);
  });

  it('publishes again, under the same ids, what was published but not marked', async () => {
    await put('a', 'b', 'c');
    const published: OutboxRecord[] = [];
    // What a crash between the two leaves: the broker has the records, the mark never came.
    const dying = relay(async (records) => {
      published.push(...records);
      throw new Error('died before the mark');
    });
    await eventually(async () => expect(published.length).toBeGreaterThanOrEqual(3));
    await dying.stop();
    expect(await unsent()).toBe(3);

    const again: OutboxRecord[] = [];
    relay(async (records) => again.push(...records));
    await drained();
    expect(again).toEqual(published.slice(0, 3));
    expect(texts(again)).toEqual(['a', 'b', 'c']);
  });

  it('goes on after the connection that marks was cut, repeating the batch', async () => {
    await put('a', 'b');
    const batches: string[][] = [];
    relay(async (records) => {
      batches.push(texts(records));
      if (batches.length > 1) return;
      await database.asAdmin(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    });
    await eventually(async () => expect(await unsent()).toBe(0));
    expect(new Set(batches.map((batch) => batch.join()))).toEqual(new Set(['a,b']));
  });

  it('takes the same message once, also after it was sent', async () => {
    const id = randomUUID();
    const add = () => postgres.transaction((tx) => outbox.add(tx, { id, topic: TOPIC, key: 'k', value: 'once' }));
    const published: OutboxRecord[] = [];
    await add();
    await add();
    relay(async (records) => published.push(...records));
    await drained();
    await add();
    await put('next');
    await drained();
    expect(texts(published)).toEqual(['once', 'next']);
  });

  it('keeps the order of a key although transactions overlap', async () => {
    const published: OutboxRecord[] = [];
    relay(async (records) => published.push(...records), { maxBatchMessages: 7 });
    const counters = new Map<string, number>();
    await postgres.query('CREATE TABLE IF NOT EXISTS counters (key text PRIMARY KEY, n int NOT NULL)');
    const step = (key: string) =>
      postgres.transaction(async (tx) => {
        // The lock of the outbox, not of a row, has to give the order: the number is read after it.
        await outbox.add(tx, { topic: TOPIC, key, value: `${key}:${counters.get(key) ?? 0}` });
        counters.set(key, (counters.get(key) ?? 0) + 1);
        await runQuery(tx, 'SELECT pg_sleep($1)', [Math.random() / 50]);
      });
    const keys = ['x', 'y', 'z'];
    await Promise.all(
      keys.map(async (key) => {
        for (let n = 0; n < 15; n += 1) await step(key);
      }),
    );
    await drained();
    for (const key of keys) {
      const own = texts(published.filter((record) => record.key === key));
      expect(own).toEqual(Array.from({ length: 15 }, (_, n) => `${key}:${n}`));
    }
  });

  it('makes writers of one key take turns from insert to commit', async () => {
    const order: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = postgres.transaction(async (tx) => {
      await outbox.add(tx, { topic: TOPIC, key: 'turn', value: 'first' });
      order.push('first inserted');
      await gate;
      order.push('first commits');
    });
    await eventually(async () => expect(order).toEqual(['first inserted']));
    const fast = postgres.transaction(async (tx) => {
      await outbox.add(tx, { topic: TOPIC, key: 'turn', value: 'second' });
      order.push('second inserted');
    });
    // The second is known to wait once the server shows a lock that is not granted.
    await eventually(async () =>
      expect(await database.asAdmin(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).not.toEqual(
        [],
      ),
    );
    await postgres.transaction((tx) => outbox.add(tx, { topic: TOPIC, key: 'another', value: 'does not wait' }));
    release();
    await Promise.all([slow, fast]);
    expect(order).toEqual(['first inserted', 'first commits', 'second inserted']);
  });

  it('never reorders or doubles with several relays, one of which dies every now and then', async () => {
    const published: OutboxRecord[] = [];
    let busy = 0;
    let crowd = 0;
    const publish: PublishOutbox = async (records) => {
      crowd = Math.max(crowd, (busy += 1));
      await new Promise((resolve) => setTimeout(resolve, 3));
      busy -= 1;
      if (Math.random() < 0.2) throw new Error('broker said no');
      published.push(...records);
    };
    for (let n = 0; n < 3; n += 1) relay(publish, { maxBatchMessages: 10 }, await database.postgres(owner));
    for (let n = 0; n < 20; n += 1) await put(...Array.from({ length: 5 }, (_, m) => `${n * 5 + m}`));
    await drained();
    expect(texts(published)).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
    expect(crowd).toBe(1);
  });

  it('closes a batch at its limits, but sends a single message above the byte limit', async () => {
    const sizes: number[][] = [];
    await put('x'.repeat(10), 'x'.repeat(10), 'x'.repeat(10), 'x'.repeat(100), 'x'.repeat(10));
    relay(async (records) => sizes.push(records.map(({ value }) => value.length)), {
      maxBatchBytes: 25,
      maxBatchMessages: 3,
    });
    await drained();
    expect(sizes).toEqual([[10, 10], [10], [100], [10]]);
  });

  it('refuses a message that no broker would take', async () => {
    const huge = postgres.transaction((tx) => outbox.add(tx, { topic: TOPIC, key: 'k', value: 'x'.repeat(1_500_001) }));
    await expect(huge).rejects.toBeInstanceOf(OutboxMessageTooLarge);
  });

  it('shows the backlog while the broker is away and forgets sent messages after their time', async () => {
    const valueOf = async (gauge: typeof outboxPending) =>
      (await gauge.get()).values.find(({ labels }) => labels['owner'] === owner)?.value;
    await put('a', 'b', 'c');
    const before = (await outboxPublished.get()).values.find(({ labels }) => labels['owner'] === owner)?.value ?? 0;
    let open = false;
    relay(
      async () => {
        if (!open) throw new Error('broker is away');
      },
      { keepSentHours: 0 },
    );
    await eventually(async () => expect(await valueOf(outboxPending)).toBe(3));
    await eventually(async () => expect(await valueOf(outboxOldestAge)).toBeGreaterThan(0));
    open = true;
    await eventually(async () => expect(await postgres.query('SELECT FROM outbox')).toEqual([]));
    const after = (await outboxPublished.get()).values.find(({ labels }) => labels['owner'] === owner)?.value;
    expect(after).toBe(before + 3);
  });
});

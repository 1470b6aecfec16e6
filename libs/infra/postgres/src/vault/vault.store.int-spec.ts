import { createHash } from 'node:crypto';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { keysOf, VaultDatabase } from '../fixtures/vault.fixture';
import type { Postgres } from '../connection/postgres';
import { QueryFault } from '../errors/postgres-errors';
import { SealBroken } from './vault-errors';
import type { VaultStore } from './vault.store';

const range = (from: number, until: number, prefix = 'user:person-'): string[] =>
  Array.from({ length: until - from }, (_, at) => `${prefix}${from + at}`);

describe('the identity vault', () => {
  let namespace: SuiteNamespace;
  let database: VaultDatabase;
  let postgres: Postgres;
  let store: VaultStore;

  beforeEach(async () => {
    namespace = await suiteNamespace('vault-store', { databases: ['postgres'] });
    database = await VaultDatabase.open(namespace.postgres.url);
    postgres = await database.as('vault');
    store = await database.store();
  });
  afterEach(async () => {
    await database.close();
    await namespace.dispose();
  });

  const storedNumbers = async (): Promise<number[]> => {
    const rows = await postgres.query<{ no: string }>('SELECT user_no AS no FROM vault.subjects ORDER BY 1');
    return rows.map(({ no }) => Number(no));
  };

  it('counts people and devices in one row of numbers, from 1 and without a gap', async () => {
    await expect(store.resolve(['user:a', 'device:a', 'user:b'])).resolves.toEqual({ numbers: [1, 2, 3], made: 3 });
    await expect(store.resolve(['user:c', 'device:a', 'user:d'])).resolves.toEqual({ numbers: [4, 2, 5], made: 2 });
    await expect(store.resolve(['user:d'])).resolves.toEqual({ numbers: [5], made: 0 });
    await expect(store.resolve([])).resolves.toEqual({ numbers: [], made: 0 });
  });

  it('gives 50 000 new ids one number each while two processes race for them', async () => {
    const other = await database.store();
    const names = range(0, 50_000);
    const walk = async (by: VaultStore, order: readonly string[]): Promise<Map<string, number>> => {
      const all = new Map<string, number>();
      for (let from = 0; from < order.length; from += 1_000) {
        const part = order.slice(from, from + 1_000);
        const { numbers } = await by.resolve(part);
        part.forEach((name, at) => all.set(name, numbers[at] as number));
      }
      return all;
    };
    // One of them shuffled, so that their batches overlap in every way.
    const shuffled = names.map((name, at) => ({ name, rank: (at * 7_919) % 50_000 }));
    shuffled.sort((a, b) => a.rank - b.rank);
    const [one, two] = await Promise.all([
      walk(store, names),
      walk(
        other,
        shuffled.map(({ name }) => name),
      ),
    ]);
    expect(names.filter((name) => one.get(name) !== two.get(name))).toEqual([]);
    expect(new Set(one.values()).size).toBe(50_000);
    expect(Math.max(...(await storedNumbers()))).toBe(50_000);
  });

  it('holds nothing that can be read: no id in any column of any table', async () => {
    const canary = 'kanarienvogel-4711@example.com';
    await store.resolve([`user:${canary}`, `device:${canary}`]);
    await store.erase(`device:${canary}`);
    const tables = await postgres.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'vault' AND table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThanOrEqual(6);
    // A plain hash would be as good as the id: whoever guesses the id finds it.
    const hashes = [canary, `user:${canary}`].map((text) => createHash('sha256').update(text).digest('hex'));
    const forms = [
      canary,
      Buffer.from(canary).toString('hex'),
      Buffer.from(canary).toString('base64').slice(0, 30),
      ...hashes,
    ];
    for (const { name } of tables) {
      const rows = await postgres.query<{ text: string }>(`SELECT t::text AS text FROM vault.${name} t`);
      const dump = JSON.stringify(rows).toLowerCase();
      for (const form of forms) expect(dump).not.toContain(form.toLowerCase());
    }
  });

  it('gives an id back to whoever holds the keys, and to nobody else', async () => {
    const { numbers } = await store.resolve(['user:anna', 'device:Ünïcode ✓']);
    await expect(store.reveal(numbers[0] as number)).resolves.toBe('user:anna');
    await expect(store.reveal(numbers[1] as number)).resolves.toBe('device:Ünïcode ✓');
    await expect(store.reveal(999)).resolves.toBeNull();
    const wrongMaster = await database.store(keysOf([1], [2]));
    await expect(wrongMaster.reveal(1)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('notices an entry that was changed or swapped for another', async () => {
    await store.resolve(['user:a', 'user:b']);
    await postgres.query(
      `UPDATE vault.subjects SET sealed_id = b.sealed_id, wrapped_key = b.wrapped_key
       FROM (SELECT * FROM vault.subjects WHERE user_no = 2) b WHERE subjects.user_no = 1`,
    );
    await expect(store.reveal(1)).rejects.toBeInstanceOf(SealBroken);
    await postgres.query(
      'UPDATE vault.subjects SET sealed_id = set_byte(sealed_id, 30, 255 - get_byte(sealed_id, 30))',
    );
    await expect(store.reveal(2)).rejects.toBeInstanceOf(SealBroken);
  });

  it('forgets an erased id for good and refuses it afterwards; a second erasure changes nothing', async () => {
    await store.resolve(['user:a', 'user:b']);
    const before = await store.lastErasure();
    await expect(store.erase('user:a')).resolves.toEqual({ userNo: 1, erasedBefore: false });
    await expect(store.reveal(1)).resolves.toBeNull();
    await expect(store.resolve(['user:a', 'user:b', 'user:c'])).resolves.toEqual({ numbers: [0, 2, 3], made: 1 });
    const [tombstone, ...more] = await store.erasedAfter(before, 10);
    expect([tombstone?.lookup, more]).toEqual([keysOf([1]).lookup('user:a'), []]);

    await expect(store.erase('user:a')).resolves.toEqual({ userNo: null, erasedBefore: true });
    await expect(store.erasedAfter(before + 1, 10)).resolves.toEqual([]);
    await expect(storedNumbers()).resolves.toEqual([2, 3]);
  });

  it('refuses an id that was erased before it was ever seen', async () => {
    await expect(store.erase('user:never-seen')).resolves.toEqual({ userNo: null, erasedBefore: false });
    await expect(store.resolve(['user:never-seen'])).resolves.toEqual({ numbers: [0], made: 0 });
  });

  it('is closed to every other owner: neither tables nor functions', async () => {
    await store.resolve(['user:a']);
    const ingestion = await database.as('ingestion');
    for (const text of [
      'SELECT * FROM vault.subjects',
      'SELECT * FROM vault.tombstones',
      'SELECT * FROM vault.identity_links',
      'UPDATE vault.state SET last_no = 0',
      `SELECT * FROM vault.known(ARRAY['\\x00'::bytea], 1)`,
    ]) {
      await expect(ingestion.query(text)).rejects.toMatchObject({ sqlState: '42501' } satisfies Partial<QueryFault>);
    }
  });
});

import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { aKey, keysOf, VaultDatabase } from '../fixtures/vault.fixture';
import { VaultKeyMissing } from './vault-errors';
import { VaultKeys } from './vault-keys';

const NAMES = ['user:a', 'user:b', 'device:c', 'device:d', 'user:e'];
const NUMBERS = [1, 2, 3, 4, 5];

describe('rotation of the keys of the vault', () => {
  let namespace: SuiteNamespace;
  let database: VaultDatabase;

  beforeEach(async () => {
    namespace = await suiteNamespace('vault-rotation', { databases: ['postgres'] });
    database = await VaultDatabase.open(namespace.postgres.url);
  });
  afterEach(async () => {
    await database.close();
    await namespace.dispose();
  });

  const versions = async (column = 'key_version'): Promise<number[]> => {
    const rows = await (
      await database.as('vault')
    ).query<{ v: number }>(`SELECT ${column} AS v FROM vault.subjects ORDER BY user_no`);
    return rows.map(({ v }) => v);
  };

  it('keeps every number: read by the old key, moved to the new one when seen, the rest in batches', async () => {
    await (await database.store(keysOf([1]))).resolve(NAMES);
    const rotating = await database.store(keysOf([2, 1]));
    await expect(rotating.resolve(['user:b', 'user:new', 'user:a'])).resolves.toEqual({ numbers: [2, 6, 1], made: 1 });
    await expect(versions()).resolves.toEqual([2, 2, 1, 1, 1, 2]);

    await expect(rotating.retire(1)).resolves.toBe(false);
    await expect(rotating.reindex(2)).resolves.toBe(2);
    await expect(rotating.reindex(2)).resolves.toBe(1);
    await expect(rotating.reindex(2)).resolves.toBe(0);
    await expect(versions()).resolves.toEqual([2, 2, 2, 2, 2, 2]);

    await expect(rotating.retire(1)).resolves.toBe(true);
    const after = await database.store(keysOf([2]));
    await expect(after.resolve(NAMES)).resolves.toEqual({ numbers: NUMBERS, made: 0 });
    await expect(after.reveal(3)).resolves.toBe('device:c');
  });

  it('makes no second number by a process that still writes with the old key, or does not know the new one', async () => {
    const old = await database.store(keysOf([1]));
    await old.resolve(NAMES);
    const prepared = await database.store(keysOf([1, 2]));
    const rotating = await database.store(keysOf([2, 1]));
    await rotating.resolve(['user:a', 'user:x']);
    await expect(prepared.resolve(['user:a', 'user:x', 'user:b'])).resolves.toEqual({ numbers: [1, 6, 2], made: 0 });
    await expect(old.resolve(['user:b'])).resolves.toEqual({ numbers: [2], made: 0 });
    await expect(old.resolve(['user:a'])).rejects.toBeInstanceOf(VaultKeyMissing);
    await expect(old.erase('user:a')).rejects.toBeInstanceOf(VaultKeyMissing);
    await expect(rotating.resolve(['user:y'])).resolves.toEqual({ numbers: [7], made: 1 });
  });

  it('refuses another key under a version that is in use', async () => {
    await (await database.store(keysOf([1]))).resolve(NAMES);
    const wrong = new VaultKeys({ hmacKeys: [aKey(1, 'another key')], masterKeys: [aKey(1, 'master 1')] });
    await expect((await database.store(wrong)).resolve(['user:a'])).rejects.toBeInstanceOf(VaultKeyMissing);
    await expect(versions()).resolves.toHaveLength(NAMES.length);
  });

  it('recognises who was erased before it, and keeps the key that this needs', async () => {
    const old = await database.store(keysOf([1]));
    await old.resolve(['user:a', 'user:b']);
    await old.erase('user:a');
    const rotating = await database.store(keysOf([2, 1]));
    await rotating.erase('user:b');
    while ((await rotating.reindex(10)) > 0);
    await expect(rotating.resolve(['user:a', 'user:b'])).resolves.toEqual({ numbers: [0, 0], made: 0 });
    await expect(rotating.retire(1)).resolves.toBe(false);
    // The one that was erased while both keys were held is known to the new key alone.
    await expect(rotating.erasedAfter(0, 10)).resolves.toEqual([{ erasure: 2, lookup: keysOf([2]).lookup('user:b') }]);
  });

  it('loses nobody while people are resolved and moved at the same time', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `user:${at}`);
    const before = await (await database.store(keysOf([1]))).resolve(names);
    const [moving, reading, writing] = await Promise.all(
      [2, 1, 2].map((first) => database.store(keysOf(first === 2 ? [2, 1] : [1, 2]))),
    );
    const move = async (): Promise<void> => {
      for (let left = 1; left > 0;) left = await moving!.reindex(50);
    };
    const ask = async (by: typeof moving): Promise<void> => {
      for (let at = 0; at < 2_000; at += 100) {
        const answer = await by!.resolve(names.slice(at, at + 100));
        expect(answer).toEqual({ numbers: before.numbers.slice(at, at + 100), made: 0 });
      }
    };
    await Promise.all([move(), move(), ask(reading), ask(writing), ask(reading)]);
    await move();
    expect(new Set(await versions())).toEqual(new Set([2]));
  });

  it('wraps everybody under a new master key without touching the numbers', async () => {
    await (await database.store(keysOf([1], [1]))).resolve(NAMES);
    const rotating = await database.store(keysOf([1], [2, 1]));
    await expect(rotating.reindex(100)).resolves.toBe(NAMES.length);
    await expect(versions('master_version')).resolves.toEqual([2, 2, 2, 2, 2]);
    const after = await database.store(keysOf([1], [2]));
    await expect(Promise.all(NUMBERS.map((number) => after.reveal(number)))).resolves.toEqual(NAMES);
  });
});

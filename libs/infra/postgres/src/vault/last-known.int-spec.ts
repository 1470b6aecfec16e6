import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { VaultDatabase } from '../fixtures/vault.fixture';
import { LastKnownStore, type Seen } from './last-known.store';
import type { VaultStore } from './vault.store';

const seen = (value: string, day: number): Seen => ({ value, at: new Date(Date.UTC(2026, 0, day)) });
const ANNA = 1;
const BORIS = 2;

describe('where an account was last seen', () => {
  let namespace: SuiteNamespace;
  let database: VaultDatabase;
  let vault: VaultStore;
  let places: LastKnownStore;

  beforeAll(async () => {
    namespace = await suiteNamespace('vault-places', { databases: ['postgres'] });
    database = await VaultDatabase.open(namespace.postgres.url);
    vault = await database.store();
    places = new LastKnownStore(await database.as('vault'));
    await vault.resolve(['user:anna', 'user:boris']);
  });
  afterAll(async () => {
    await database.close();
    await namespace.dispose();
  });

  it('is what its latest event says, each thing by itself, whichever is written first', async () => {
    await places.write([{ userNo: ANNA, country: seen('RU', 5), platform: seen('linux', 5) }, { userNo: BORIS }]);
    await places.write([{ userNo: ANNA, country: seen('KZ', 3) }]);
    await places.write([{ userNo: ANNA, platform: seen('web', 7) }]);
    await expect(places.read([ANNA, BORIS, 77])).resolves.toEqual([
      { userNo: ANNA, country: seen('RU', 5), platform: seen('web', 7) },
      { userNo: BORIS },
    ]);
  });

  it('is nothing of who has no number, and goes with who is erased', async () => {
    await places.write([{ userNo: 77, country: seen('RU', 1) }]);
    await expect(places.read([77])).resolves.toEqual([]);
    await vault.erase('user:anna');
    await expect(places.read([ANNA])).resolves.toEqual([]);
    await places.write([{ userNo: ANNA, country: seen('RU', 9) }]);
    await expect(places.read([ANNA])).resolves.toEqual([]);
  });
});

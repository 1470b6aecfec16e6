import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { VaultDatabase } from '../fixtures/vault.fixture';
import { type IdentityLink, IdentityLinksStore } from './identity-links.store';
import type { VaultStore } from './vault.store';

const DAY = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const DEVICE = 1;
const ANNA = 2;
const BORIS = 3;

const login = (userNo: number, day: number): IdentityLink => ({ deviceNo: DEVICE, userNo, at: DAY(day), via: 'login' });

describe('identity links', () => {
  let namespace: SuiteNamespace;
  let database: VaultDatabase;
  let vault: VaultStore;
  let links: IdentityLinksStore;

  beforeEach(async () => {
    namespace = await suiteNamespace('vault-links', { databases: ['postgres'] });
    database = await VaultDatabase.open(namespace.postgres.url);
    vault = await database.store();
    links = new IdentityLinksStore(await database.as('vault'));
    await vault.resolve(['device:d', 'user:anna', 'user:boris']);
  });
  afterEach(async () => {
    await database.close();
    await namespace.dispose();
  });

  const history = async () =>
    (await database.as('vault')).query(
      'SELECT user_no::int AS "userNo", linked_at AS since, unlinked_at AS until, via FROM vault.identity_links ORDER BY link_no',
    );

  it('are told once, however often the pair comes', async () => {
    await expect(links.link([login(ANNA, 3), login(ANNA, 5), login(BORIS, 4)])).resolves.toEqual([
      login(ANNA, 3),
      login(BORIS, 4),
    ]);
    await expect(links.link([login(ANNA, 3), login(ANNA, 7)])).resolves.toEqual([]);
    await expect(links.link([])).resolves.toEqual([]);
    await expect(history()).resolves.toEqual([
      { userNo: ANNA, since: DAY(3), until: null, via: 'login' },
      { userNo: BORIS, since: DAY(4), until: null, via: 'login' },
    ]);
  });

  it('begin at the earliest event, also when it comes late', async () => {
    await links.link([login(ANNA, 5)]);
    await expect(links.link([{ ...login(ANNA, 2), via: 'registration' }])).resolves.toEqual([]);
    await expect(history()).resolves.toEqual([{ userNo: ANNA, since: DAY(2), until: null, via: 'registration' }]);
  });

  it('can be undone: the past stays, an old event does not bring them back, a new login does', async () => {
    await links.link([login(ANNA, 3)]);
    await expect(links.unlink({ deviceNo: DEVICE, userNo: ANNA, at: DAY(6) })).resolves.toBe(true);
    await expect(links.unlink({ deviceNo: DEVICE, userNo: ANNA, at: DAY(6) })).resolves.toBe(false);
    await expect(links.link([login(ANNA, 3), login(ANNA, 5)])).resolves.toEqual([]);
    await expect(links.link([login(ANNA, 9)])).resolves.toEqual([login(ANNA, 9)]);
    await expect(history()).resolves.toEqual([
      { userNo: ANNA, since: DAY(3), until: DAY(6), via: 'login' },
      { userNo: ANNA, since: DAY(9), until: null, via: 'login' },
    ]);
  });

  it('are counted once by writers who race, whatever the order of their pairs', async () => {
    const names = Array.from({ length: 400 }, (_, at) => `user:${at}`);
    const { numbers } = await vault.resolve(names);
    const pairs = numbers.map((userNo) => login(userNo, 1));
    const told = await Promise.all([links.link(pairs), links.link(pairs.toReversed()), links.link(pairs)]);
    expect(
      told
        .flat()
        .map(({ userNo }) => userNo)
        .sort((a, b) => a - b),
    ).toEqual(numbers);
  });

  it('go with whoever is erased, and are not made for them again', async () => {
    await links.link([login(ANNA, 3), login(BORIS, 3)]);
    await vault.erase('user:anna');
    await expect(links.link([login(ANNA, 8)])).resolves.toEqual([]);
    await expect(history()).resolves.toEqual([{ userNo: BORIS, since: DAY(3), until: null, via: 'login' }]);
  });
});

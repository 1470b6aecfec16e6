import { createHash } from 'node:crypto';
import { Postgres, PostgresConfig, PostgresMigrations, VaultKeys, VaultStore } from '@analytics/infra-postgres';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { rotateVaultKeys } from './vault-rotation';

const aKey = (version: number) => `${version}:${createHash('sha256').update(`${version}`).digest('base64')}`;
const MASTER = aKey(9);

describe('the rotation of vault keys as an operator does it', () => {
  let space: SuiteNamespace;
  let config: PostgresConfig;
  const said: string[] = [];

  beforeAll(async () => {
    space = await suiteNamespace('vault-verbs', { databases: ['postgres'] });
    config = Object.assign(new PostgresConfig(), { dsn: space.postgres.url, tlsMode: 'disable', poolSize: 2 });
    const migrations = new PostgresMigrations(config);
    await migrations.apply();
    await migrations.close();
  });
  afterAll(() => space.dispose());

  const rotate = (keys: readonly number[], ...args: string[]): Promise<number> =>
    rotateVaultKeys(args, (text) => said.push(text), {
      POSTGRES_DSN_ANALYTICS_META: space.postgres.url,
      POSTGRES_TLS_MODE_ANALYTICS_META: 'disable',
      VAULT_MASTER_KEY: MASTER,
      VAULT_HMAC_KEYS: keys.map(aKey).join(),
    });

  async function numbersOf(keys: readonly number[], names: readonly string[]): Promise<readonly number[]> {
    const postgres = await Postgres.of(config, 'vault');
    try {
      const store = new VaultStore(postgres, new VaultKeys({ hmacKeys: keys.map(aKey), masterKeys: [MASTER] }));
      return (await store.resolve(names)).numbers;
    } finally {
      await postgres.close();
    }
  }

  it('keeps every number, and lets go of an old key only when nobody is known by it any more', async () => {
    const names = Array.from({ length: 1_500 }, (_, at) => `user:${at}`);
    const before = await numbersOf([1], names);
    await numbersOf([2, 1], ['user:new']);
    expect(await rotate([2, 1], 'retire', '1')).toBe(1);
    expect(await rotate([2, 1], 'reindex')).toBe(0);
    expect(said.at(-1)).toBe('1500 entries brought to the newest keys');
    expect(await rotate([2, 1], 'reindex')).toBe(0);
    expect(said.at(-1)).toBe('0 entries brought to the newest keys');
    expect(await rotate([2, 1], 'retire', '1')).toBe(0);
    expect(await rotate([2, 1], 'retire', '2')).toBe(1);
    expect(await numbersOf([2], names)).toEqual(before);
  });

  it('says how it is called, and tells of keys only their names', async () => {
    expect(await rotate([2], 'retire')).toBe(2);
    expect(said.at(-1)).toContain('usage');
    expect(await rotateVaultKeys(['reindex'], (text) => said.push(text), { VAULT_HMAC_KEYS: 'a secret' })).toBe(1);
    expect(said.at(-1)).toContain('VAULT_HMAC_KEYS');
    expect(said.at(-1)).not.toContain('a secret');
  });
});

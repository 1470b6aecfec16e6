import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { SERVICES } from '../services/catalogue.mjs';
import { serviceEnvironment } from '../services/environment.mjs';
import { createData } from '../system/data-directory.mjs';
import { vaultKeys } from './vault-keys.mjs';

describe('keys of the identity vault', () => {
  const dir = temporaryFolder();
  const data = createData(dir);
  after(() => rmSync(dir, { recursive: true, force: true }));

  test('are made once per data directory, for the owner only', () => {
    const made = vaultKeys(data);
    assert.deepEqual(vaultKeys(data), made);
    assert.equal(statSync(data.file('vault', 'keys.json')).mode & 0o777, 0o600);
    for (const key of [made.master, made.hmac]) assert.match(key, /^1:[A-Za-z0-9+/]{43}=$/);
    assert.notEqual(made.master, made.hmac);
  });

  test('reach the service that resolves people, and no other', () => {
    const keys = vaultKeys(data);
    const context = { stores: {}, issuerUrl: '', offset: 0, vaultKeys: keys, data };
    for (const service of SERVICES) {
      const needs = service.needs.filter((need) => ['tokens', 'vault', 'deadLetters'].includes(need));
      const env = serviceEnvironment({ ...service, needs }, context);
      const expected = service.name === 'ingestion' ? [keys.master, keys.hmac] : [undefined, undefined];
      assert.deepEqual([env.VAULT_MASTER_KEY, env.VAULT_HMAC_KEYS], expected);
    }
  });

  test('of dead letters reach who seals them and who opens them', () => {
    const keys = vaultKeys(data);
    const context = { stores: {}, issuerUrl: '', offset: 0, vaultKeys: keys, data };
    const having = SERVICES.filter((service) => {
      const needs = service.needs.filter((need) => ['vault', 'deadLetters'].includes(need));
      return serviceEnvironment({ ...service, needs }, context).DLQ_PAYLOAD_KEY === keys.deadLetters;
    });
    assert.deepEqual(
      having.map(({ name }) => name),
      ['ingestion', 'admin'],
    );
  });
});

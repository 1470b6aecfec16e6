import { ConfigInvalid, loadConfig } from '@analytics/service-kit';
import { aKey } from '../fixtures/vault.fixture';
import { VaultConfig } from './vault.config';

const good = { VAULT_MASTER_KEY: aKey(1, 'master'), VAULT_HMAC_KEYS: `${aKey(2)}, ${aKey(1)}` };

const problemsOf = (env: Record<string, string>): string => {
  try {
    loadConfig(VaultConfig, env);
  } catch (error) {
    if (error instanceof ConfigInvalid) return `${error.message} ${JSON.stringify(error)}`;
    throw error;
  }
  return '';
};

describe('the keys of the vault in the configuration', () => {
  it('are lists, the one to write with first', () => {
    expect(loadConfig(VaultConfig, good)).toMatchObject({
      hmacKeys: [aKey(2), aKey(1)],
      masterKeys: [aKey(1, 'master')],
    });
  });

  it.each([
    ['are missing', 'VAULT_MASTER_KEY', ''],
    ['are missing', 'VAULT_HMAC_KEYS', ''],
    ['have no version', 'VAULT_HMAC_KEYS', aKey(1).slice(2)],
    ['are too short', 'VAULT_MASTER_KEY', '1:c2hvcnQ='],
    ['name a version twice', 'VAULT_HMAC_KEYS', `${aKey(1)},${aKey(1, 'other')}`],
    ['hold a key twice', 'VAULT_HMAC_KEYS', `${aKey(1, 'same')},${aKey(2, 'same')}`],
  ])('stop the start when they %s (%s), without being shown', (_, variable, value) => {
    const problems = problemsOf({ ...good, [variable]: value });
    expect(problems).toContain(variable);
    for (const secret of value.split(/[:,]/).filter((part) => part.length > 5)) expect(problems).not.toContain(secret);
  });
});

import { Postgres, VaultKeys, VaultStore } from '@analytics/infra-postgres';
import { loadConfig } from '@analytics/service-kit';
import { RotationConfig } from './rotation.config';

const USAGE = `usage: node dist/vault-keys.js reindex | retire <version>
  reindex           brings every entry of the identity vault to the first keys of VAULT_HMAC_KEYS and VAULT_MASTER_KEY
  retire <version>  forgets a version of VAULT_HMAC_KEYS; exit code 1 while something is still known by it only`;

const AT_ONCE = 1_000;
/** Entries that others work on are left to them: nothing found this often in a row means that nothing is left. */
const QUIET_ROUNDS = 3;
const WRONG_COMMAND = 2;

type Say = (text: string) => void;

/** Runs one verb with the keys of the environment; the exit code says whether it is done. May run beside everything else, and again. */
export async function rotateVaultKeys(
  [verb, version]: readonly string[],
  say: Say,
  env?: Parameters<typeof loadConfig>[1],
): Promise<number> {
  const isRetirement = verb === 'retire' && /^[1-9]\d{0,3}$/.test(version ?? '');
  if (verb !== 'reindex' && !isRetirement) {
    say(USAGE);
    return WRONG_COMMAND;
  }
  try {
    return await withVault(loadConfig(RotationConfig, env), (store) =>
      isRetirement ? retire(store, Number(version), say) : reindex(store, say),
    );
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function withVault<T>({ postgres, vault }: RotationConfig, work: (store: VaultStore) => Promise<T>): Promise<T> {
  const connection = await Postgres.of(postgres, 'vault');
  try {
    return await work(new VaultStore(connection, new VaultKeys(vault)));
  } finally {
    await connection.close();
  }
}

async function reindex(store: VaultStore, say: Say): Promise<number> {
  let total = 0;
  for (let quiet = 0; quiet < QUIET_ROUNDS;) {
    const brought = await store.reindex(AT_ONCE);
    quiet = brought === 0 ? quiet + 1 : 0;
    total += brought;
  }
  say(`${total} entries brought to the newest keys`);
  return 0;
}

async function retire(store: VaultStore, version: number, say: Say): Promise<number> {
  const isRetired = await store.retire(version);
  say(
    isRetired
      ? `version ${version} is forgotten: take it out of VAULT_HMAC_KEYS`
      : `version ${version} stays: it is the one that is written with, is not known, or somebody is known by it only`,
  );
  return isRetired ? 0 : 1;
}

import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { rewrap, unseal } from './sealed-id';
import { VaultKeyMissing } from './vault-errors';
import type { VaultKeys } from './vault-keys';

interface StaleRow {
  readonly userNo: string;
  readonly sealedId: Buffer;
  readonly wrappedKey: Buffer;
  readonly masterVersion: number;
}

// Rows that others work on are left to them. Only rows are locked here, never the state, so no circle of waiting can close.
const STALE = `
  SELECT user_no AS "userNo", sealed_id AS "sealedId", wrapped_key AS "wrappedKey", master_version AS "masterVersion"
  FROM vault.subjects WHERE user_no IN (
    (SELECT user_no FROM vault.subjects WHERE key_version < $1 LIMIT $3)
    UNION (SELECT user_no FROM vault.subjects WHERE master_version < $2 LIMIT $3) LIMIT $3)
  ORDER BY user_no FOR UPDATE SKIP LOCKED`;

const FRESH = `
  UPDATE vault.subjects SET lookup = fresh.lookup, key_version = $4, wrapped_key = fresh.wrapped_key, master_version = $5
  FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS fresh (user_no, lookup, wrapped_key)
  WHERE subjects.user_no = fresh.user_no`;

/** From older keys to the ones that are written with: the id under its new hash, its own key under the new master key. */
export function reindexSome(postgres: Postgres, keys: VaultKeys, limit: number): Promise<number> {
  const master = keys.masters.current;
  return postgres.transaction(async (tx) => {
    const stale = await runQuery<StaleRow>(tx, STALE, [keys.version, master.version, limit]);
    if (stale.length === 0) return 0;
    const fresh = stale.map((row) => freshen(row, keys));
    await runQuery(tx, FRESH, [
      stale.map(({ userNo }) => userNo),
      fresh.map(({ lookup }) => lookup),
      fresh.map(({ wrappedKey }) => wrappedKey),
      keys.version,
      master.version,
    ]);
    return stale.length;
  });
}

function freshen(row: StaleRow, keys: VaultKeys): { lookup: Buffer; wrappedKey: Buffer } {
  const master = keys.masters.of(row.masterVersion);
  if (master === undefined) throw new VaultKeyMissing('the master key of an entry');
  const wrappedKey = rewrap(row.wrappedKey, master, keys.masters.current.key);
  return { lookup: keys.lookup(unseal(row, master)), wrappedKey };
}

const RETIRE = `
  DELETE FROM vault.lookup_keys WHERE version = $1
    AND NOT EXISTS (SELECT FROM vault.subjects WHERE key_version = $1)
    AND NOT EXISTS (
      SELECT FROM vault.tombstones old WHERE key_version = $1 AND NOT EXISTS (
        SELECT FROM vault.tombstones newer WHERE newer.erasure = old.erasure AND newer.key_version > old.key_version))
  RETURNING version`;

/** A tombstone cannot be hashed anew, its id is gone: a version stays as long as a tombstone is recognised by nothing newer. */
export function retireVersion(postgres: Postgres, keys: VaultKeys, version: number): Promise<boolean> {
  if (version === keys.version) return Promise.resolve(false);
  return postgres.transaction(async (tx) => {
    // Nobody writes under any version while this looks.
    await runQuery(tx, 'SELECT last_no FROM vault.state FOR UPDATE');
    return (await runQuery(tx, RETIRE, [version])).length > 0;
  });
}

import type { Postgres } from '../connection/postgres';
import { QueryFault } from '../errors/postgres-errors';
import { reindexSome, retireVersion } from './reindex';
import { seal, unseal } from './sealed-id';
import { SealBroken, VaultKeyMissing } from './vault-errors';
import type { VaultKeys } from './vault-keys';

export interface Resolved {
  /** In the order of the names; 0 for one that was erased. */
  readonly numbers: readonly number[];
  /** How many of the numbers did not exist before. */
  readonly made: number;
}

export interface Erased {
  /** The number it had, for whoever erases in the other stores; null if it never had one or was erased before. */
  readonly userNo: number | null;
  readonly erasedBefore: boolean;
}

export interface Tombstone {
  readonly erasure: number;
  readonly lookup: Buffer;
}

/** Raised by the vault's functions; see their migration. */
const KEY_MISSING = 'VK001';

/**
 * Numbers for people. The only reader and writer of the schema `vault`; whoever calls it has the role of that name. Names are
 * `kind:id`, each once in a call.
 */
export class VaultStore {
  constructor(
    private readonly postgres: Postgres,
    private readonly keys: VaultKeys,
  ) {}

  /** One round trip, whether the names are known or new; two callers who race get the same numbers. */
  async resolve(names: readonly string[]): Promise<Resolved> {
    if (names.length === 0) return { numbers: [], made: 0 };
    const master = this.keys.masters.current;
    const sealed = names.map((name) => seal(name, master.key));
    const rows = await this.ask<{ place: number; no: string; made: boolean }>(
      'SELECT place, no, made FROM vault.resolve($1::smallint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::smallint)',
      [
        ...this.held(),
        this.lookups(names),
        sealed.map(({ sealedId }) => sealedId),
        sealed.map(({ wrappedKey }) => wrappedKey),
        master.version,
      ],
    );
    // Moved to a key we do not hold while we were reading.
    if (rows.length !== names.length) throw new VaultKeyMissing();
    const numbers = new Array<number>(names.length);
    for (const { place, no } of rows) numbers[place - 1] = Number(no);
    return { numbers, made: rows.filter(({ made }) => made).length };
  }

  /** The numbers there are, 0 for who was erased; writes nothing and makes none. */
  async known(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (names.length === 0) return new Map();
    const rows = await this.postgres.query<{ place: number; no: string }>(
      'SELECT place, user_no AS no FROM vault.known($1::bytea[], $2)',
      [this.lookups(names), names.length],
    );
    return new Map(rows.map(({ place, no }) => [names[place - 1] as string, Number(no)]));
  }

  /** Who is behind a number; only for readers that write down who asked and why. Null: unknown or erased. */
  async reveal(userNo: number): Promise<string | null> {
    const [row] = await this.postgres.query<SubjectRow>(
      `SELECT lookup, key_version AS "keyVersion", sealed_id AS "sealedId", wrapped_key AS "wrappedKey",
              master_version AS "masterVersion"
       FROM vault.subjects WHERE user_no = $1`,
      [userNo],
    );
    if (row === undefined) return null;
    const master = this.keys.masters.of(row.masterVersion);
    if (master === undefined) throw new VaultKeyMissing('the master key of this entry');
    const name = unseal(row, master);
    // A row that was swapped for another opens as well; its lookup stays behind.
    const lookup = this.keys.lookupBy(row.keyVersion, name);
    if (lookup !== undefined && !lookup.equals(row.lookup)) throw new SealBroken();
    return name;
  }

  /** Destroys the key and the mapping, for good; events that are sent again meet the tombstone. A repeat changes nothing. */
  async erase(name: string): Promise<Erased> {
    const [row] = await this.ask<{ no: string | null; erased_before: boolean }>(
      'SELECT no, erased_before FROM vault.erase($1::smallint[], $2::bytea[], $3::bytea[])',
      [...this.held(), this.keys.everyLookup(name)],
    );
    const no = row?.no ?? null;
    return { userNo: no === null ? null : Number(no), erasedBefore: row?.erased_before === true };
  }

  async lastErasure(): Promise<number> {
    const [row] = await this.postgres.query<{ last: string }>('SELECT last_erasure AS last FROM vault.state');
    return Number(row?.last ?? 0);
  }

  /** What was erased since, by the key this process writes with; erasures are numbered in the order they became visible. */
  async erasedAfter(erasure: number, limit: number): Promise<Tombstone[]> {
    const rows = await this.postgres.query<{ erasure: string; lookup: Buffer }>(
      'SELECT erasure, lookup FROM vault.tombstones WHERE erasure > $1 AND key_version = $2 ORDER BY erasure LIMIT $3',
      [erasure, this.keys.version, limit],
    );
    return rows.map((row) => ({ erasure: Number(row.erasure), lookup: row.lookup }));
  }

  /**
   * Brings up to `limit` entries to the newest keys and says how many it brought; 0 = nothing left that nobody else works on. Numbers stay. May run
   * while people are resolved, and more than once at a time.
   */
  reindex(limit: number): Promise<number> {
    return reindexSome(this.postgres, this.keys, limit);
  }

  /** Forgets a version that nothing was written with any more; false while something still is. */
  retire(version: number): Promise<boolean> {
    return retireVersion(this.postgres, this.keys, version);
  }

  /** Version by version, so that the first stretch is what is written. */
  private lookups(names: readonly string[]): Buffer[] {
    const perName = names.map((name) => this.keys.everyLookup(name));
    return this.keys.versions.flatMap((_, at) => perName.map((lookups) => lookups[at] as Buffer));
  }

  private held(): [readonly number[], readonly Buffer[]] {
    return [this.keys.versions, this.keys.proofs];
  }

  private async ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.postgres.query<Row>(text, values);
    } catch (error) {
      throw error instanceof QueryFault && error.sqlState === KEY_MISSING ? new VaultKeyMissing() : error;
    }
  }
}

interface SubjectRow {
  readonly lookup: Buffer;
  readonly keyVersion: number;
  readonly sealedId: Buffer;
  readonly wrappedKey: Buffer;
  readonly masterVersion: number;
}

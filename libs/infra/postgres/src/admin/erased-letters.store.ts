import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';

/** What a record keeps of an event and must not keep any longer. */
export interface KeptOfErased {
  readonly id: string;
  /** Where the bytes are that were too large for the row. */
  readonly rawObject: string | null;
}

export interface NewErasures {
  readonly last: bigint;
  /** What stands for who was erased, as letters name people. */
  readonly subjects: readonly string[];
}

/** Content of dead letters and the people who were erased; of the vault it sees the hashes they left and nothing else. */
export class ErasedLettersStore {
  constructor(private readonly postgres: Postgres) {}

  /** Who was erased since the last time this was followed to its end; nothing if nobody was. */
  async next(limit: number): Promise<NewErasures | undefined> {
    const rows = await this.postgres.query<{ erasure: string; subject: string }>(
      // All hashes of one erasure or none.
      `SELECT erasure, encode(lookup, 'base64') AS subject FROM vault.tombstones
        WHERE erasure IN (SELECT DISTINCT erasure FROM vault.tombstones
                           WHERE erasure > (SELECT last_erasure FROM erasures_followed) ORDER BY erasure LIMIT $1)
        ORDER BY erasure`,
      [limit],
    );
    const last = rows.at(-1);
    return last && { last: BigInt(last.erasure), subjects: rows.map(({ subject }) => subject) };
  }

  async followed(last: bigint): Promise<void> {
    await this.postgres.query('UPDATE erasures_followed SET last_erasure = greatest(last_erasure, $1)', [String(last)]);
  }

  /** Which of them were erased. */
  async erasedOf(subjects: readonly string[]): Promise<string[]> {
    const rows = await this.postgres.query<{ subject: string }>(
      `SELECT encode(lookup, 'base64') AS subject FROM vault.tombstones
        WHERE lookup = ANY(ARRAY(SELECT decode(s, 'base64') FROM unnest($1::text[]) AS s))`,
      [subjects],
    );
    return rows.map(({ subject }) => subject);
  }

  async keptOf(subjects: readonly string[], limit: number): Promise<KeptOfErased[]> {
    const rows = await this.postgres.query<{ id: string; raw_object: string | null }>(
      `SELECT id, raw_object FROM dead_letters WHERE subjects && $1::text[] AND subjects <> '{}' LIMIT $2`,
      [subjects, limit],
    );
    return rows.map(({ id, raw_object: rawObject }) => ({ id, rawObject }));
  }

  /** What was refused and why stays; a repeat finds nothing. */
  async forget(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await runQuery(
      tx,
      `UPDATE dead_letters SET raw = NULL, raw_object = NULL, raw_sha256 = NULL, key_bytes = NULL, headers_sealed = NULL,
              record_key = '', sealed_key_id = NULL, subjects = '{}'
        WHERE id = ANY($1)`,
      [ids],
    );
  }
}

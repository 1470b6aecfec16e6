import { requestHash, RequestKeyTaken } from '@analytics/service-kit';
import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { quotedOwner } from '../migrations/owner-name';
import type { Creation, CreationRequest } from './creation-requests.records';
import { plainText } from './plain-text';

const IS_OLD = `created_at < clock_timestamp() - interval '1 day'`;

/**
 * What each Idempotency-Key was used for, for a day. The table is named with its schema, so that a transaction of another
 * owner can take its row along: what is created and its key are there together or not at all.
 */
export class CreationRequests {
  private readonly table: string;

  constructor(
    private readonly postgres: Postgres,
    schema = postgres.owner,
  ) {
    this.table = `${quotedOwner(schema)}.creation_requests`;
  }

  /** Creates it, unless the same request did before: then tells what came of that. A request without a key always does. */
  async once<Made, Kept extends object>(
    tx: EntityManager,
    request: CreationRequest | undefined,
    { make, keep, again }: Creation<Made, Kept>,
  ): Promise<Made> {
    if (request === undefined) return make();
    const kept = await this.claim<Kept>(tx, request);
    if (kept !== undefined) return again(kept);
    const made = await make();
    await this.keep(tx, request, keep(made));
    return made;
  }

  /**
   * What was kept of the request so far, undefined when it is new. Its row stays locked until the transaction ends, so the
   * same request waits; a rollback leaves the key free. Refuses the key of another request.
   */
  async claim<Kept extends object>(tx: EntityManager, request: CreationRequest): Promise<Kept | undefined> {
    const hash = requestHash(request.route, request.body);
    const place = placeOf(request);
    // Locks the row also where it changes nothing, so it cannot be removed before it is read.
    const claimed = await runQuery(
      tx,
      `INSERT INTO ${this.table} AS known (actor, route, key, request_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (actor, route, key) DO UPDATE
          SET request_hash = excluded.request_hash, made = NULL, created_at = excluded.created_at
        WHERE known.${IS_OLD} RETURNING 1`,
      [...place, hash],
    );
    if (claimed.length === 1) return undefined;
    const [known] = await runQuery<{ hash: string; made: Kept | null }>(
      tx,
      `SELECT request_hash AS hash, made FROM ${this.table} WHERE actor = $1 AND route = $2 AND key = $3`,
      place,
    );
    if (known?.hash !== hash) throw new RequestKeyTaken();
    return known.made ?? undefined;
  }

  async keep(tx: EntityManager, request: CreationRequest, kept: object): Promise<void> {
    await runQuery(tx, `UPDATE ${this.table} SET made = $4 WHERE actor = $1 AND route = $2 AND key = $3`, [
      ...placeOf(request),
      JSON.stringify(kept),
    ]);
  }

  /** Says how many were removed, at most so many. */
  async removeOld(most: number): Promise<number> {
    const removed = await this.postgres.query(
      `DELETE FROM ${this.table} WHERE (actor, route, key) IN (
         SELECT actor, route, key FROM ${this.table} WHERE ${IS_OLD} ORDER BY created_at LIMIT $1) RETURNING 1`,
      [most],
    );
    return removed.length;
  }
}

const placeOf = ({ actor, route, key }: CreationRequest): string[] => [plainText(actor), plainText(route), key];

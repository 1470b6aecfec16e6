import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { WriteKeyEntity } from './write-key.entity';

/** The secret has 256 random bits, so one round of SHA-256 hides it; looking it up by hash compares nothing secret byte by byte. */
export const hashOfWriteKey = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface WriteKeyScope {
  /** Event sources the key may send for; none means any. */
  readonly sources: readonly string[];
  readonly types: readonly string[];
  /** Web origins (`https://shop.example`) a browser may use the key from; none means no browser. */
  readonly allowedOrigins?: readonly string[];
  /** Whether it may import files of old events. */
  readonly imports?: boolean;
  /** Limit of this key alone; the service's when it is left out. */
  readonly requestsPerSecond?: number;
}

/** A key as operators see it. */
export type ListedWriteKey = Omit<WriteKeyEntity, 'secretHash' | 'formerSecretHash'> & { readonly createdAt: Date };

/** A key, and until when the secret it was found by is good: null means until the key is revoked. */
export interface FoundWriteKey {
  readonly key: WriteKeyEntity;
  readonly until: Date | null;
}

const newSecret = () => `wk_${randomBytes(32).toString('base64url')}`;
const prefixOf = (secret: string) => secret.slice(0, 7);

/** The write keys of ingestion: looked up by hash, made with a secret that is shown once. */
export class WriteKeysStore {
  constructor(private readonly postgres: Postgres) {}

  /** A key by its secret, or by the one before its last rotation. */
  async findByHash(secretHash: Buffer): Promise<FoundWriteKey | null> {
    const keys = this.postgres.repository(WriteKeyEntity);
    const key = await keys.findOne({ where: [{ secretHash }, { formerSecretHash: secretHash }] });
    if (key === null) return null;
    return { key, until: key.secretHash.equals(secretHash) ? null : (key.formerSecretUntil ?? new Date(0)) };
  }

  /** Whether a live key may be used from a page of this origin: all a preflight can ask, it carries no key. */
  async isOriginOfSomeKey(origin: string): Promise<boolean> {
    const found = await this.postgres.query(
      'SELECT 1 FROM write_keys WHERE allowed_origins @> ARRAY[$1::text] AND revoked_at IS NULL LIMIT 1',
      [origin],
    );
    return found.length > 0;
  }

  async create(
    name: string,
    scope: WriteKeyScope = { sources: [], types: [] },
    tx?: EntityManager,
  ): Promise<{ id: string; secret: string }> {
    const secret = newSecret();
    const id = randomUUID();
    const keys = tx === undefined ? this.postgres.repository(WriteKeyEntity) : tx.getRepository(WriteKeyEntity);
    await keys.insert({
      id,
      name,
      secretHash: hashOfWriteKey(secret),
      prefix: prefixOf(secret),
      sources: [...scope.sources],
      types: [...scope.types],
      imports: scope.imports ?? false,
      allowedOrigins: [...(scope.allowedOrigins ?? [])],
      requestsPerSecond: scope.requestsPerSecond ?? null,
      formerSecretHash: null,
      formerSecretUntil: null,
      revokedAt: null,
    });
    return { id, secret };
  }

  /**
   * Gives a live key a new secret; the present one is taken until the time given, the one before it no longer. Null when
   * there is no live key of this id.
   */
  async rotate(id: string, formerUntil: Date, tx?: EntityManager): Promise<{ secret: string } | null> {
    const secret = newSecret();
    const changed = await this.query(
      tx,
      `WITH changed AS (
         UPDATE write_keys SET former_secret_hash = secret_hash, former_secret_until = $2, secret_hash = $3, prefix = $4
         WHERE id = $1 AND revoked_at IS NULL RETURNING id)
       SELECT id FROM changed`,
      [id, formerUntil, hashOfWriteKey(secret), prefixOf(secret)],
    );
    return changed.length === 0 ? null : { secret };
  }

  /** A repeat changes nothing: the first instant of revocation stays. */
  async revoke(id: string, at: Date, tx?: EntityManager): Promise<void> {
    await this.query(tx, 'UPDATE write_keys SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1', [id, at]);
  }

  /** In the order of their ids, those after one. */
  async list(limit: number, after?: string): Promise<ListedWriteKey[]> {
    return this.postgres.query<ListedWriteKey>(
      `${LISTED} WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT $2`,
      [after ?? null, limit],
    );
  }

  async find(id: string, tx?: EntityManager): Promise<ListedWriteKey | undefined> {
    return (await this.query<ListedWriteKey>(tx, `${LISTED} WHERE id = $1`, [id]))[0];
  }

  /** Gives back the name of a key whose secret is lost, so that a new one can carry it. */
  async remove(name: string): Promise<void> {
    await this.postgres.repository(WriteKeyEntity).delete({ name });
  }

  private query<Row>(tx: EntityManager | undefined, text: string, values: readonly unknown[]): Promise<Row[]> {
    return tx === undefined ? this.postgres.query<Row>(text, values) : runQuery<Row>(tx, text, values);
  }
}

const LISTED = `SELECT id, name, prefix, sources, types, imports, allowed_origins AS "allowedOrigins",
    requests_per_second AS "requestsPerSecond", former_secret_until AS "formerSecretUntil", revoked_at AS "revokedAt",
    created_at AS "createdAt" FROM write_keys`;

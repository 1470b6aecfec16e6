import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Postgres } from '../connection/postgres';
import { WriteKeyEntity } from './write-key.entity';

/** The secret has 256 random bits, so one round of SHA-256 hides it; looking it up by hash compares nothing secret byte by byte. */
export const hashOfWriteKey = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export interface WriteKeyScope {
  /** Event sources the key may send for; none means any. */
  readonly sources: readonly string[];
  readonly types: readonly string[];
}

/** The write keys of ingestion: looked up by hash, made with a secret that is shown once. */
export class WriteKeysStore {
  constructor(private readonly postgres: Postgres) {}

  findByHash(secretHash: Buffer): Promise<WriteKeyEntity | null> {
    return this.postgres.repository(WriteKeyEntity).findOneBy({ secretHash });
  }

  async create(
    name: string,
    scope: WriteKeyScope = { sources: [], types: [] },
  ): Promise<{ id: string; secret: string }> {
    const secret = `wk_${randomBytes(32).toString('base64url')}`;
    const id = randomUUID();
    await this.postgres.repository(WriteKeyEntity).insert({
      id,
      name,
      secretHash: hashOfWriteKey(secret),
      prefix: secret.slice(0, 7),
      sources: [...scope.sources],
      types: [...scope.types],
      revokedAt: null,
    });
    return { id, secret };
  }

  /** A repeat changes nothing: the first instant of revocation stays. */
  async revoke(id: string, at: Date): Promise<void> {
    await this.postgres.query('UPDATE write_keys SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1', [id, at]);
  }

  /** Gives back the name of a key whose secret is lost, so that a new one can carry it. */
  async remove(name: string): Promise<void> {
    await this.postgres.repository(WriteKeyEntity).delete({ name });
  }
}

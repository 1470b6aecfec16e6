import { Unavailable } from '@analytics/domain';
import { Postgres } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import { WriteKeyEntity } from './write-key.entity';
import { hashOf, type WriteKey } from './write-key';

interface Remembered {
  readonly key: WriteKey | null;
  readonly at: number;
}

/**
 * Recognises write keys. An answer is remembered for seconds, so that a revoked key stops soon; while PostgreSQL is away
 * a key known before goes on for minutes, and an unknown one is never accepted.
 */
@Injectable()
export class WriteKeysService {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly postgres: Postgres,
    private readonly config: IngestionConfig,
  ) {}

  async recognise(secret: string, now = Date.now()): Promise<WriteKey | null> {
    const hash = hashOf(secret);
    const name = hash.toString('base64');
    const known = this.remembered.get(name);
    if (known !== undefined && now - known.at < this.config.writeKeyFreshMs) return known.key;
    try {
      const key = await this.find(hash);
      this.remember(name, { key, at: now });
      return key;
    } catch (error) {
      const usable = known?.key != null && now - known.at < this.config.writeKeyStaleMs;
      if (error instanceof Unavailable && usable) return known.key;
      throw error;
    }
  }

  private async find(hash: Buffer): Promise<WriteKey | null> {
    const found = await this.postgres.repository(WriteKeyEntity, (keys) => keys.findOneBy({ secretHash: hash }));
    if (found === null || found.revokedAt !== null) return null;
    return { id: found.id, sources: found.sources, types: found.types };
  }

  private remember(name: string, entry: Remembered): void {
    this.remembered.delete(name);
    this.remembered.set(name, entry);
    // Guessed keys must not fill the memory: the oldest answer goes first.
    if (this.remembered.size > this.config.writeKeyMemory) this.remembered.delete(this.remembered.keys().next().value!);
  }
}

import { Unavailable } from '@analytics/domain';
import { hashOfWriteKey, Postgres, WriteKeysStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import type { WriteKey } from './write-key';

interface Remembered {
  readonly key: WriteKey | null;
  readonly at: number;
}

/**
 * Recognises write keys. An answer is believed for seconds, so that a revoked key stops soon; while PostgreSQL is away a
 * key known before goes on for minutes, and an unknown one is never accepted.
 */
@Injectable()
export class WriteKeysService {
  private readonly remembered = new Map<string, Remembered>();
  private readonly store: WriteKeysStore;

  constructor(
    postgres: Postgres,
    private readonly config: IngestionConfig,
  ) {
    this.store = new WriteKeysStore(postgres);
  }

  async recognise(secret: string, now = Date.now()): Promise<WriteKey | null> {
    const hash = hashOfWriteKey(secret);
    const name = hash.toString('base64');
    const known = this.remembered.get(name);
    if (known !== undefined && now - known.at < this.config.writeKeyFreshMs) return known.key;
    try {
      const key = await this.find(hash);
      this.remember(name, { key, at: now });
      return key;
    } catch (error) {
      const usable = known !== undefined && known.key !== null && now - known.at < this.config.writeKeyStaleMs;
      if (error instanceof Unavailable && usable) return known.key;
      throw error;
    }
  }

  private async find(hash: Buffer): Promise<WriteKey | null> {
    const found = await this.store.findByHash(hash);
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

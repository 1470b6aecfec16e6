import { Injectable } from '@nestjs/common';
import { Unavailable } from '@analytics/domain';
import { RedisConfig } from '../config/redis.config';
import { Redis } from '../connection/redis';
import type { RedisKey } from '../keys/redis-key';
import { cacheReads, cacheSkips } from '../redis.metrics';

/** Values kept for a while. A cache never fails its caller: while Redis is away nothing is found and nothing is kept. */
@Injectable()
export class JsonCache {
  constructor(
    private readonly redis: Redis,
    private readonly config: RedisConfig,
  ) {}

  async get<T>(key: RedisKey): Promise<T | undefined> {
    const text = await this.unlessAway(() => this.redis.read<string | null>('GET', key));
    if (text === AWAY) {
      cacheReads.inc({ result: 'away' });
      return undefined;
    }
    const value = text === null ? undefined : parsed<T>(text);
    cacheReads.inc({ result: value === undefined ? 'miss' : 'hit' });
    return value;
  }

  /** Keeps what JSON can say; says whether it was kept. */
  async set(key: RedisKey, value: unknown): Promise<boolean> {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined || Buffer.byteLength(text) > this.config.cacheValueBytes) {
      cacheSkips.inc({ reason: 'size' });
      return false;
    }
    const kept = await this.unlessAway(() => this.redis.write('SET', key, text));
    if (kept === AWAY) cacheSkips.inc({ reason: 'away' });
    return kept !== AWAY;
  }

  /** Not finding the server is no success here: who forgets a value must know that it may still be answered. */
  async forget(...keys: readonly RedisKey[]): Promise<void> {
    await this.redis.delete(...keys);
  }

  private async unlessAway<T>(work: () => Promise<T>): Promise<T | typeof AWAY> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Unavailable) return AWAY;
      throw error;
    }
  }
}

const AWAY = Symbol('away');

/** A value that is no JSON was not written by us: as good as not there. */
function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

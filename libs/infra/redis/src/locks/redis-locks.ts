import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redis } from '../connection/redis';
import type { RedisKey } from '../keys/redis-key';
import { RedisScript } from '../scripts/redis-script';

const RELEASE = RedisScript.own('release-lock');
const EXTEND = RedisScript.own('extend-lock');

/** A lock held by us until its key's time to live is over. */
export class RedisLock {
  constructor(
    private readonly redis: Redis,
    private readonly key: RedisKey,
    private readonly token: string,
  ) {}

  /** Another full time to live; false when it was ours no more. */
  async extend(): Promise<boolean> {
    return (await this.redis.run<number>(EXTEND, [this.key], [this.token, this.key.ttlMs])) === 1;
  }

  /** False when it was ours no more; then somebody else may be at work. */
  async release(): Promise<boolean> {
    return (await this.redis.run<number>(RELEASE, [this.key], [this.token])) === 1;
  }
}

/**
 * Locks that save work being done twice. They end by time and with the server, so nothing may be wrong when two hold
 * one: where that matters take the lock of the database, or a fencing number.
 */
@Injectable()
export class RedisLocks {
  constructor(private readonly redis: Redis) {}

  async tryLock(key: RedisKey): Promise<RedisLock | undefined> {
    const token = randomUUID();
    const args = [token, 'NX', 'PX', key.ttlMs] as const;
    // Through `read`: a lock that somebody else holds must not live longer because we asked for it.
    return (await this.redis.read<string | null>('SET', key, ...args)) === 'OK'
      ? new RedisLock(this.redis, key, token)
      : undefined;
  }

  /** Does the work if nobody else is at it, and says whether it did. */
  async withLock(key: RedisKey, work: (lock: RedisLock) => Promise<void>): Promise<boolean> {
    const lock = await this.tryLock(key);
    if (lock === undefined) return false;
    try {
      await work(lock);
    } finally {
      // It ends by itself when this fails; the work is done all the same.
      await lock.release().catch(() => false);
    }
    return true;
  }
}

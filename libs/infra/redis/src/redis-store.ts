import { createHash, randomUUID } from 'node:crypto';
import { Unavailable } from '@analytics/domain';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis, ReplyError } from 'ioredis';
import { RedisConfig } from './redis.config';
import type { RedisKey } from './redis-keys';
import { commandSeconds } from './redis.metrics';
import { redisScript, type RedisScript } from './redis-script';

const RELEASE_LOCK = redisScript('release-lock');

/** Redis did what a command must not do, such as running a script that fails: a mistake of ours, not an outage. */
export class RedisRefused extends Error {
  constructor(operation: string, options?: ErrorOptions) {
    super(`Redis refused ${operation}`, options);
    this.name = 'RedisRefused';
  }
}

/** One connection that comes back by itself. A call fails fast while Redis is away, and never waits for its return. */
@Injectable()
export class RedisStore implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisStore.name);
  private readonly redis: Redis;
  private away = false;

  constructor(config: RedisConfig) {
    this.redis = new Redis(config.url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: config.commandTimeoutMs,
      connectTimeout: config.connectTimeoutMs,
      retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), config.reconnectMaxMs),
      reconnectOnError: (error) => replyCodeOf(error) === 'READONLY',
    });
    // One line when it goes and one when it is back; ioredis would repeat the error with every attempt.
    this.redis.on('error', () => this.tell(true));
    this.redis.on('ready', () => this.tell(false));
  }

  async ping(): Promise<void> {
    await this.call('ping', (redis) => redis.ping());
  }

  getJson<T>(key: RedisKey): Promise<T | undefined> {
    return this.call('get', async (redis) => {
      const text = await redis.get(key.name);
      return text === null ? undefined : (JSON.parse(text) as T);
    });
  }

  async setJson(key: RedisKey, value: unknown): Promise<void> {
    await this.call('set', (redis) => redis.set(key.name, JSON.stringify(value), 'PX', key.ttlMs));
  }

  async delete(key: RedisKey): Promise<void> {
    await this.call('delete', (redis) => redis.del(key.name));
  }

  /** Runs a script by its hash; a server that forgot it (restart, flush) gets its text once more. */
  script<T>(script: RedisScript, keys: readonly RedisKey[], args: readonly (string | number)[]): Promise<T> {
    const hash = createHash('sha1').update(script.text).digest('hex');
    const names = keys.map((key) => key.name);
    return this.call(`script:${script.name}`, async (redis) => {
      try {
        return (await redis.evalsha(hash, names.length, ...names, ...args)) as T;
      } catch (error) {
        if (replyCodeOf(error) !== 'NOSCRIPT') throw error;
        return (await redis.eval(script.text, names.length, ...names, ...args)) as T;
      }
    });
  }

  /** Runs the work if nobody holds the lock. The lock ends with its time, so it saves work and never guards a number. */
  async tryLock<T>(key: RedisKey, work: () => Promise<T>): Promise<{ taken: true; result: T } | { taken: false }> {
    const token = randomUUID();
    const taken = await this.call('lock', (redis) => redis.set(key.name, token, 'PX', key.ttlMs, 'NX'));
    if (taken !== 'OK') return { taken: false };
    try {
      return { taken: true, result: await work() };
    } finally {
      await this.script(RELEASE_LOCK, [key], [token]).catch(() =>
        this.logger.warn('a lock was not released and ends with its time'),
      );
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  private async call<T>(operation: string, work: (redis: Redis) => Promise<T>): Promise<T> {
    const end = commandSeconds.startTimer({ operation });
    try {
      const result = await work(this.redis);
      end({ outcome: 'ok' });
      return result;
    } catch (error) {
      end({ outcome: 'failed' });
      throw translated(operation, error);
    }
  }

  private tell(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    if (away) this.logger.warn('Redis is not reachable, going on without it');
    else this.logger.log('Redis is back');
  }
}

/** Replies that mean "not now": the server starts, is full or fails over. Their first word is Redis's error code. */
const NOT_NOW = new Set(['LOADING', 'BUSY', 'CLUSTERDOWN', 'MASTERDOWN', 'READONLY', 'OOM', 'TRYAGAIN', 'NOREPLICAS']);

function translated(operation: string, error: unknown): Error {
  const code = replyCodeOf(error);
  if (code === undefined && !(error instanceof SyntaxError)) return new Unavailable('Redis', 1, { cause: error });
  if (code !== undefined && NOT_NOW.has(code)) return new Unavailable('Redis', 1, { cause: error });
  return new RedisRefused(operation, { cause: error });
}

/** Redis has no codes but the first word of a reply; that word is part of its protocol, the rest is prose. */
function replyCodeOf(error: unknown): string | undefined {
  return error instanceof ReplyError ? (error as Error).message.split(' ', 1)[0] : undefined;
}

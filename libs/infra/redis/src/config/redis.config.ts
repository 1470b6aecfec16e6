import { Env } from '@analytics/service-kit';
import { IsInt, Matches, Max, Min } from 'class-validator';

/** Redis: caches, limits and live windows; everything in it may be lost. */
export class RedisConfig {
  /** Address and login, `redis://user:password@host:port/database`; `rediss://` for TLS. */
  @Env('REDIS_URL_ANALYTICS', { yaml: 'redis.url', secret: true })
  @Matches(/^rediss?:\/\/[^/?#]+(\/\d*)?$/, {
    message: '$property must look like redis://user:password@host:port/database, without query parameters',
  })
  url: string = 'redis://127.0.0.1:6379';

  /** Put before every key, so that several installations share one server. */
  @Env('REDIS_KEY_PREFIX_ANALYTICS', { yaml: 'redis.key_prefix' })
  @Matches(/^[a-z0-9][a-z0-9:_-]{0,99}$/)
  keyPrefix: string = 'analytics';

  /** Longest wait for a connection, in milliseconds. */
  @Env('REDIS_CONNECT_TIMEOUT_MS_ANALYTICS', { yaml: 'redis.connect_timeout_ms' })
  @IsInt()
  @Min(50)
  @Max(60_000)
  connectTimeoutMs: number = 2_000;

  /** Longest wait for the answer to one command, in milliseconds; a cache that is slower than that is no help. */
  @Env('REDIS_COMMAND_TIMEOUT_MS_ANALYTICS', { yaml: 'redis.command_timeout_ms' })
  @IsInt()
  @Min(10)
  @Max(60_000)
  commandTimeoutMs: number = 200;

  /** After how long a server that takes commands and answers nothing counts as lost, in milliseconds; then a new connection is made. */
  @Env('REDIS_SILENCE_TIMEOUT_MS_ANALYTICS', { yaml: 'redis.silence_timeout_ms' })
  @IsInt()
  @Min(100)
  @Max(300_000)
  silenceTimeoutMs: number = 5_000;

  /** First pause before a lost connection is tried again, in milliseconds; it doubles with each further failure, ±20 %. */
  @Env('REDIS_RECONNECT_FIRST_MS_ANALYTICS', { yaml: 'redis.reconnect_first_ms' })
  @IsInt()
  @Min(1)
  @Max(60_000)
  reconnectFirstMs: number = 50;

  /** Longest pause between two tries to connect, in milliseconds. */
  @Env('REDIS_RECONNECT_MAX_MS_ANALYTICS', { yaml: 'redis.reconnect_max_ms' })
  @IsInt()
  @Min(1)
  @Max(300_000)
  reconnectMaxMs: number = 2_000;

  /** Longest a key may live, in seconds: a family of keys that asks for more is a mistake. */
  @Env('REDIS_MAX_TTL_SECONDS_ANALYTICS', { yaml: 'redis.max_ttl_seconds' })
  @IsInt()
  @Min(1)
  maxTtlSeconds: number = 30 * 86_400;

  /** Largest value that is put into the cache, in bytes; a larger one is answered but not kept. */
  @Env('REDIS_CACHE_VALUE_BYTES_ANALYTICS', { yaml: 'redis.cache_value_bytes' })
  @IsInt()
  @Min(1)
  @Max(64 * 1024 * 1024)
  cacheValueBytes: number = 1024 * 1024;

  /** Part of a rate limit that one process grants by itself while Redis is away; 100 divided by the number of replicas keeps the sum. */
  @Env('REDIS_LOCAL_LIMIT_PERCENT_ANALYTICS', { yaml: 'redis.local_limit_percent' })
  @IsInt()
  @Min(1)
  @Max(100)
  localLimitPercent: number = 25;

  /** How long Redis is not asked for limits after it failed to answer, in milliseconds, so that callers do not all wait for it. */
  @Env('REDIS_LIMIT_HOLD_MS_ANALYTICS', { yaml: 'redis.limit_hold_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  limitHoldMs: number = 500;
}

import { Env } from '@analytics/service-kit';
import { IsInt, Matches, Max, Min } from 'class-validator';

/** How a service reaches Redis. What it keeps there can be lost: every use has an answer for the time without it. */
export class RedisConfig {
  /** Address with its password, `redis://:password@host:port`; `rediss://` for TLS. */
  @Env('REDIS_URL_ANALYTICS', { yaml: 'redis.url', secret: true })
  @Matches(/^rediss?:\/\/\S+$/, { message: '$property must look like redis://:password@host:port' })
  url: string = 'redis://127.0.0.1:6379';

  /** Longest a command may take, in milliseconds; then the caller goes on without Redis. */
  @Env('REDIS_COMMAND_TIMEOUT_MS_ANALYTICS', { yaml: 'redis.command_timeout_ms' })
  @IsInt()
  @Min(10)
  @Max(10_000)
  commandTimeoutMs: number = 200;

  /** Longest a connection may take to open, in milliseconds. */
  @Env('REDIS_CONNECT_TIMEOUT_MS_ANALYTICS', { yaml: 'redis.connect_timeout_ms' })
  @IsInt()
  @Min(100)
  connectTimeoutMs: number = 2_000;

  /** Longest pause between two attempts to connect again, in milliseconds. */
  @Env('REDIS_RECONNECT_MAX_MS_ANALYTICS', { yaml: 'redis.reconnect_max_ms' })
  @IsInt()
  @Min(50)
  reconnectMaxMs: number = 2_000;

  /** Longest a key may live, in seconds: whatever is written with more is a mistake. */
  @Env('REDIS_MAX_TTL_SECONDS_ANALYTICS', { yaml: 'redis.max_ttl_seconds' })
  @IsInt()
  @Min(1)
  maxTtlSeconds: number = 30 * 86_400;

  /** Part of a rate limit that one process grants by itself while Redis is away: stricter, because it sees itself only. */
  @Env('REDIS_LOCAL_LIMIT_PERCENT_ANALYTICS', { yaml: 'redis.local_limit_percent' })
  @IsInt()
  @Min(1)
  @Max(100)
  localLimitPercent: number = 50;
}

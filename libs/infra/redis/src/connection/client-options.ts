import type { RedisOptions } from 'ioredis';
import type { RedisConfig } from '../config/redis.config';
import { replyCodeOf } from '../errors/reply-code';

/**
 * A command that cannot be sent now fails now: nothing waits in a queue without an end, and nothing is sent a second time
 * behind the caller's back, who alone knows whether that is harmless.
 */
export function clientOptions(config: RedisConfig): RedisOptions {
  return {
    lazyConnect: true,
    connectTimeout: config.connectTimeoutMs,
    socketTimeout: config.silenceTimeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (tries) => backOff(tries, config),
    // After a failover the old primary refuses writes: the next connection finds the new one.
    reconnectOnError: (error) => replyCodeOf(error) === 'READONLY',
    connectionName: 'analytics',
    disableClientInfo: true,
  };
}

/** Tries for ever: a service outlives its cache. */
export function backOff(tries: number, config: RedisConfig, random: () => number = Math.random): number {
  const pause = Math.min(config.reconnectMaxMs, config.reconnectFirstMs * 2 ** Math.min(tries - 1, 30));
  return Math.round(pause * (0.8 + 0.4 * random()));
}

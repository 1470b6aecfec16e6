import { type DynamicModule, Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { RateLimiter, ReadinessRegistry } from '@analytics/service-kit';
import { JsonCache } from './cache/json-cache';
import { Redis } from './connection/redis';
import { RedisKeys } from './keys/redis-keys';
import { LiveReader } from './live/live-reader';
import { LiveStore } from './live/live-store';
import { RedisLocks } from './locks/redis-locks';
import { RedisRateLimiter } from './rate-limit/redis-rate-limiter';

export interface RedisModuleOptions {
  /** Whether the app cannot do its job without Redis; otherwise it is shown and does not make the app unready. */
  readonly required: boolean;
}

const OPTIONS = Symbol('RedisModuleOptions');
const optionsProvider = (useValue: RedisModuleOptions) => ({ provide: OPTIONS, useValue });

/** Redis for a service whose configuration has the part `RedisConfig`, with the readiness check `redis`. */
@Global()
@Module({
  providers: [
    optionsProvider({ required: false }),
    Redis,
    RedisKeys,
    JsonCache,
    RedisLocks,
    LiveReader,
    LiveStore,
    { provide: RateLimiter, useClass: RedisRateLimiter },
  ],
  exports: [Redis, RedisKeys, JsonCache, RedisLocks, LiveReader, LiveStore, RateLimiter],
})
export class RedisModule implements OnModuleInit {
  constructor(
    private readonly redis: Redis,
    private readonly readiness: ReadinessRegistry,
    @Inject(OPTIONS) private readonly options: RedisModuleOptions,
  ) {}

  static for(options: RedisModuleOptions): DynamicModule {
    return { module: RedisModule, providers: [optionsProvider(options)] };
  }

  onModuleInit(): void {
    this.readiness.register({
      name: 'redis',
      check: () => this.redis.check(),
      optional: !this.options.required,
    });
  }
}

import { RateLimiter, ReadinessRegistry } from '@analytics/service-kit';
import { type DynamicModule, Module } from '@nestjs/common';
import { RedisConfig } from './redis.config';
import { RedisRateLimiter } from './redis-rate-limiter';
import { RedisStore } from './redis-store';

export interface RedisOptions {
  /** Whether the app cannot do its work without Redis, so that it is not ready while Redis is away. */
  readonly required: boolean;
}

/** Gives an app `RedisStore`, and a `RateLimiter` that counts for all its replicas. */
@Module({})
export class RedisModule {
  static for({ required }: RedisOptions): DynamicModule {
    const store = {
      provide: RedisStore,
      inject: [RedisConfig, ReadinessRegistry],
      useFactory: (config: RedisConfig, readiness: ReadinessRegistry) => {
        const opened = new RedisStore(config);
        if (required) readiness.register({ name: 'redis', check: () => opened.ping() });
        return opened;
      },
    };
    return {
      module: RedisModule,
      global: true,
      providers: [store, { provide: RateLimiter, useClass: RedisRateLimiter }],
      exports: [RedisStore, RateLimiter],
    };
  }
}

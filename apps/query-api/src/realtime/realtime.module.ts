import { RateLimitRules } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { QueryApiConfig } from '../config';
import { RealtimeController } from './realtime.controller';

const limits = {
  provide: RateLimitRules,
  inject: [QueryApiConfig],
  useFactory: ({ requestsPerSecond }: QueryApiConfig) =>
    new RateLimitRules({ query: { limit: requestsPerSecond, windowMs: 1_000 } }),
};

/** Live numbers over REST; the stream processor keeps them in Redis. */
@Module({ controllers: [RealtimeController], providers: [limits] })
export class RealtimeModule {}

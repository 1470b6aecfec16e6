import { RateLimitRules } from '@analytics/service-kit';
import { Global, Module } from '@nestjs/common';
import { AdminConfig } from '../config';

const limits = {
  provide: RateLimitRules,
  inject: [AdminConfig],
  useFactory: ({ requestsPerSecond }: AdminConfig) =>
    new RateLimitRules({ admin: { limit: requestsPerSecond, windowMs: 1_000 } }),
};

/** One budget of requests, whatever an operator does. */
@Global()
@Module({ providers: [limits], exports: [RateLimitRules] })
export class LimitsModule {}

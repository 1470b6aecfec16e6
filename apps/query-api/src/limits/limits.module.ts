import { RateLimitRules } from '@analytics/service-kit';
import { Global, Module } from '@nestjs/common';
import { QueryApiConfig } from '../config';

const rules = {
  provide: RateLimitRules,
  inject: [QueryApiConfig],
  useFactory: ({ requestsPerSecond }: QueryApiConfig) =>
    new RateLimitRules({ query: { limit: requestsPerSecond, windowMs: 1_000 } }),
};

/** One budget of requests for everything a caller asks here. */
@Global()
@Module({ providers: [rules], exports: [RateLimitRules] })
export class LimitsModule {}

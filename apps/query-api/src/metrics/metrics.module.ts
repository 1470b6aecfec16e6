import { RateLimitRules } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { QueryApiConfig } from '../config';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';
import { ScopesService } from './scopes.service';

const limits = {
  provide: RateLimitRules,
  inject: [QueryApiConfig],
  useFactory: ({ requestsPerSecond }: QueryApiConfig) =>
    new RateLimitRules({ query: { limit: requestsPerSecond, windowMs: 1_000 } }),
};

@Module({ controllers: [MetricsController], providers: [MetricsService, ScopesService, limits] })
export class MetricsModule {}

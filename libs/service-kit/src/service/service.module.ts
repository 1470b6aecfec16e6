import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { RouteAccessCheck } from '../auth/route-access-check';
import { configProviders } from '../config/config-providers';
import type { ServiceConfig } from '../config/service.config';
import { ApiErrorFilter } from '../errors/api-error.filter';
import { HealthReport } from '../health/health-report';
import { ManagementServer } from '../health/management-server';
import { ReadinessRegistry } from '../health/readiness-registry';
import { RouteTable } from '../http/route-table';
import { LocalRateLimiter } from '../rate-limit/local-rate-limiter';
import { RequestValidationPipe } from '../validation/request-validation.pipe';
import type { ServiceOptions } from './service-options';

/** What every service has, around the app's own module. */
@Global()
@Module({})
export class ServiceModule {
  static around(options: ServiceOptions, config: ServiceConfig, routes: RouteTable): DynamicModule {
    const providers = configProviders(config);
    return {
      module: ServiceModule,
      imports: [TerminusModule.forRoot({ logger: false }), DiscoveryModule, options.module],
      providers: [
        ...providers,
        { provide: RouteTable, useValue: routes },
        { provide: APP_FILTER, useClass: ApiErrorFilter },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: LocalRateLimiter, useFactory: () => new LocalRateLimiter() },
        ReadinessRegistry,
        HealthReport,
        ManagementServer,
        RouteAccessCheck,
      ],
      exports: [...providers, ReadinessRegistry, LocalRateLimiter],
    };
  }
}

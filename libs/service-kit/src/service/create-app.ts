import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from '../config/service.config';
import { RouteTable } from '../http/route-table';
import { ServiceHttpAdapter } from '../http/service-http-adapter';
import type { JsonLogger } from '../logging/json-logger';
import type { ServiceOptions } from './service-options';
import { ServiceModule } from './service.module';

/** The app around its HTTP edge, not yet listening; a preview only knows its routes and makes no provider. */
export function createApp(
  options: ServiceOptions,
  config: ServiceConfig,
  logger: JsonLogger,
  { preview = false } = {},
): Promise<NestFastifyApplication> {
  const routes = new RouteTable();
  const adapter = new ServiceHttpAdapter(config.http, routes);
  return NestFactory.create<NestFastifyApplication>(ServiceModule.around(options, config, routes), adapter, {
    logger,
    preview,
    abortOnError: false,
    // Fastify's own JSON parser is the only one: it refuses prototype keys, and forms are not an API.
    bodyParser: false,
  });
}

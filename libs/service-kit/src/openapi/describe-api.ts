import type { OpenAPIObject } from '@nestjs/swagger';
import { loadConfig } from '../config/load-config';
import { JsonLogger } from '../logging/json-logger';
import { createApp } from '../service/create-app';
import type { CreateServiceOptions } from '../service/service-options';
import { openApiOf, type OpenApiOptions } from './openapi';

/** The API document of an app without starting it: no listener, no store, no provider is made. */
export async function describeApi(options: CreateServiceOptions & { openApi: OpenApiOptions }): Promise<OpenAPIObject> {
  const config = loadConfig(options.config, options.env);
  const logger = new JsonLogger({ service: options.name, level: 'error' });
  const app = await createApp(options, config, logger, { preview: true });
  return openApiOf(app, options.openApi);
}

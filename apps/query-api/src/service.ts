import { AppModule } from './app.module';
import { QueryApiConfig } from './config';

/** The service as its start and its API document see it. */
export const SERVICE = {
  name: 'query-api',
  module: AppModule,
  config: QueryApiConfig,
  openApi: { title: 'Analytics: query', description: 'Numbers of the game store, out.', version: 'v1' },
};

import { AppModule } from './app.module';
import { IngestionConfig } from './config';

/** The service as its start and its API document see it. */
export const SERVICE = {
  name: 'ingestion',
  module: AppModule,
  config: IngestionConfig,
  openApi: { title: 'Analytics: collect', description: 'Events of the game store, in.', version: 'v1' },
};

import { AppModule } from './app.module';
import { AdminConfig } from './config';

/** The service as its start and its API document see it. */
export const SERVICE = {
  name: 'admin',
  module: AppModule,
  config: AdminConfig,
  openApi: {
    title: 'Analytics: admin',
    description: 'For operators: what was refused, why, and how it comes in after all.',
    version: 'v1',
  },
};

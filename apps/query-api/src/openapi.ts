import { describeApi } from '@analytics/service-kit';
import { SERVICE } from './service';

// `npm run generate` runs this and keeps what it prints in docs/openapi. No store is opened: what is required only has to be there.
void describeApi({
  ...SERVICE,
  env: {
    POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:5432/none',
    JWT_ISSUER: 'none',
    JWT_AUDIENCE: 'none',
  },
}).then((document) => process.stdout.write(JSON.stringify(document)));

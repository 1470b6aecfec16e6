import { describeApi } from '@analytics/service-kit';
import { SERVICE } from './service';

// `npm run generate` runs this and keeps what it prints in docs/openapi. No store is opened: what is required only has to be there.
void describeApi({
  ...SERVICE,
  env: {
    POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:5432/none',
    JWT_ISSUER: 'none',
    JWT_AUDIENCE: 'none',
    S3_ENDPOINT_DATALAKE: 'http://none',
    S3_ACCESS_KEY_DATALAKE: 'none',
    S3_SECRET_KEY_DATALAKE: 'none',
    DLQ_PAYLOAD_KEY: Buffer.alloc(32).toString('base64'),
  },
}).then((document) => process.stdout.write(JSON.stringify(document)));

import { describeApi } from '@analytics/service-kit';
import { SERVICE } from './service';

// `npm run generate` runs this and keeps what it prints in docs/openapi. No store is opened: what is required only has to be there.
const NO_KEY = `1:${Buffer.alloc(32).toString('base64')}`;
const env = {
  POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:5432/none',
  VAULT_MASTER_KEY: NO_KEY,
  VAULT_HMAC_KEYS: NO_KEY,
  S3_ENDPOINT_DATALAKE: 'http://127.0.0.1:9000',
  S3_ACCESS_KEY_DATALAKE: 'nobody',
  S3_SECRET_KEY_DATALAKE: 'none',
};

void describeApi({ ...SERVICE, env }).then((document) => process.stdout.write(JSON.stringify(document)));

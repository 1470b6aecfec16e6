import { describeApi } from '@analytics/service-kit';
import { SERVICE } from './service';

// `npm run generate` runs this and keeps what it prints in docs/openapi. No store is opened: what is required only has to be there.
void describeApi({ ...SERVICE, env: { JWT_ISSUER: 'none', JWT_AUDIENCE: 'none' } }).then((document) =>
  process.stdout.write(JSON.stringify(document)),
);

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildS3Server } from '../setup/s3-server.mjs';
import { get } from '../network/http-probe.mjs';
import { HOST } from '../network/loopback.mjs';
import { secretFile } from '../system/secret-file.mjs';
import { createBucket } from './s3-bucket.mjs';

const REGION = 'us-east-1';
const BUCKETS = { lakeBucket: 'lake', reportsBucket: 'reports' };

const credentials = (dir) =>
  secretFile(path.join(dir, 'credentials.json'), () => ({
    accessKeyId: randomBytes(10).toString('hex'),
    secretAccessKey: randomBytes(24).toString('base64url'),
  }));

const connection = ({ dir, ports }) => ({
  endpoint: `http://${HOST}:${ports.port}`,
  region: REGION,
  ...credentials(dir),
});

export const s3 = {
  name: 's3',
  ports: ['port'],
  stopSignal: 'SIGTERM',
  readyTimeoutMs: 30_000,

  async prepare({ dir }) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    credentials(dir);
    return { server: await buildS3Server() };
  },

  command({ dir, ports }, { server }) {
    const { accessKeyId, secretAccessKey } = credentials(dir);
    const env = {
      ROOT_ACCESS_KEY_ID: accessKeyId,
      ROOT_SECRET_ACCESS_KEY: secretAccessKey,
      LOCAL_S3_ADDR: `${HOST}:${ports.port}`,
      LOCAL_S3_DIR: dir,
      LOCAL_S3_REGION: REGION,
      LOCAL_S3_EXIT_WITH_STDIN: '1',
    };
    return { file: server, env, cwd: dir };
  },

  isReady: async ({ ports }) => (await get(ports.port, '/_health'))?.status === 200,

  async complete(place) {
    for (const bucket of Object.values(BUCKETS)) await createBucket(connection(place), bucket);
  },

  entry: (place) => ({ ...connection(place), ...BUCKETS }),
};

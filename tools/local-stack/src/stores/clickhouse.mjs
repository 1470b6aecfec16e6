import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { get } from '../network/http-probe.mjs';
import { writeJson } from '../system/json-file.mjs';
import { HOST } from '../network/loopback.mjs';
import { ROOT } from '../system/places.mjs';
import { Refusal } from '../system/refusal.mjs';
import { secretFile } from '../system/secret-file.mjs';

const MAIN = path.join(ROOT, 'tools/clickhouse-front/dist/main.js');
const DATABASE = 'analytics';

const credentials = (dir) =>
  secretFile(path.join(dir, 'credentials.json'), () => ({
    username: 'analytics',
    password: randomBytes(18).toString('base64url'),
  }));

export const clickhouse = {
  name: 'clickhouse',
  ports: ['port'],
  stopSignal: 'SIGTERM',
  readyTimeoutMs: 60_000,

  prepare({ dir }) {
    if (!existsSync(MAIN)) {
      throw new Refusal(`The ClickHouse front is not built (no ${MAIN}): run \`npx nx build tool-clickhouse-front\`.`);
    }
    mkdirSync(path.join(dir, 'data'), { recursive: true, mode: 0o700 });
    writeJson(path.join(dir, 'users.json'), [credentials(dir)]);
  },

  command: ({ dir, ports }) => ({
    file: process.execPath,
    args: ['--enable-source-maps', MAIN],
    cwd: dir,
    env: {
      CLICKHOUSE_FRONT_DIR: path.join(dir, 'data'),
      CLICKHOUSE_FRONT_PORT: String(ports.port),
      CLICKHOUSE_FRONT_USERS_FILE: path.join(dir, 'users.json'),
      CLICKHOUSE_FRONT_EXIT_WITH_STDIN: '1',
    },
  }),

  isReady: async ({ ports }) => (await get(ports.port, '/ping'))?.body.startsWith('Ok.') === true,

  entry: ({ dir, ports }) => ({ url: `http://${HOST}:${ports.port}`, database: DATABASE, ...credentials(dir) }),
};

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askTcp } from '../network/ask-tcp.mjs';
import { HOST } from '../network/loopback.mjs';
import { secretFile } from '../system/secret-file.mjs';

const credentials = (dir) =>
  secretFile(path.join(dir, 'credentials.json'), () => ({ password: randomBytes(18).toString('base64url') }));

/** In a file for the owner only, because arguments of a process can be read by everyone on the machine. */
const configuration = ({ dir, ports, password }) =>
  [
    `bind ${HOST}`,
    `port ${ports.port}`,
    'protected-mode yes',
    `requirepass ${password}`,
    `dir "${path.join(dir, 'data')}"`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // The title would overwrite the environment by which the stack knows its own processes.
    'set-proc-title no',
    '',
  ].join('\n');

export const redis = {
  name: 'redis',
  ports: ['port'],
  stopSignal: 'SIGTERM',
  readyTimeoutMs: 30_000,

  prepare({ dir, ports }) {
    mkdirSync(path.join(dir, 'data'), { recursive: true, mode: 0o700 });
    const { password } = credentials(dir);
    writeFileSync(path.join(dir, 'redis.conf'), configuration({ dir, ports, password }), { mode: 0o600 });
  },

  command: ({ dir }) => ({ file: 'redis-server', args: [path.join(dir, 'redis.conf')], cwd: dir }),

  /** Answers PONG only when the password is ours and the append-only file has been loaded. */
  async isReady({ dir, ports }) {
    const { password } = credentials(dir);
    const isAnswer = (bytes) => (/\r\n.*\r\n/s.test(bytes.toString('utf8')) ? bytes.toString('utf8') : undefined);
    return (await askTcp(ports.port, `AUTH ${password}\r\nPING\r\n`, isAnswer)) === '+OK\r\n+PONG\r\n';
  },

  entry: ({ dir, ports }) => ({ url: `redis://:${credentials(dir).password}@${HOST}:${ports.port}` }),
};

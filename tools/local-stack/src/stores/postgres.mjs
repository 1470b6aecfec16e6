import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { runProgram } from '../setup/run-program.mjs';
import { askTcp } from '../network/ask-tcp.mjs';
import { plainEnvironment } from '../system/launch.mjs';
import { HOST } from '../network/loopback.mjs';
import { gone, identify, isSame, workingIn } from '../system/processes.mjs';
import { secretFile } from '../system/secret-file.mjs';
import { postgresBinary, runner } from './postgres-runner.mjs';

const USER = 'postgres';
const clusterOf = (dir) => path.join(dir, 'cluster');
const credentials = (dir) =>
  secretFile(path.join(dir, 'credentials.json'), () => ({ password: randomBytes(18).toString('base64url') }));

async function initialise(dir, as) {
  const draft = path.join(dir, 'cluster.draft');
  const passwordFile = path.join(dir, 'password.tmp');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, credentials(dir).password, { mode: 0o600 });
  if (as.uid !== undefined) {
    for (const place of [dir, draft, passwordFile]) chownSync(place, as.uid, as.gid);
    // The other user has to come through, and sees nothing on the way: what stands here is closed by itself.
    chmodSync(path.dirname(dir), 0o711);
  }
  const args = ['-D', draft, '-U', USER, '-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256'];
  const [file, ...rest] = [...as.wrap, postgresBinary('initdb'), ...args, `--pwfile=${passwordFile}`];
  try {
    await runProgram(file, rest, { env: plainEnvironment(), cwd: '/', uid: as.uid, gid: as.gid });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // A name that appears only when the cluster is whole: a start that was cut off begins anew.
  renameSync(draft, clusterOf(dir));
}

/**
 * PostgreSQL refuses to start while the pid in its lock file is alive. After kill -9 and a reboot that pid may be anybody
 * (in a container often another store), so a lock whose holder does not work in this cluster is removed. As long as
 * anything does work there, the lock stays: it protects the data.
 */
async function clearStaleLock(cluster) {
  const lock = path.join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const left = await gone(workingIn(realpathSync(cluster)), 10_000);
  const holder = identify(Number(readFileSync(lock, 'utf8').split('\n')[0]));
  if (left.length === 0 && isSame(holder) && process.platform === 'linux') rmSync(lock, { force: true });
}

const STARTUP_VERSION = 196_608;

/** "R" asks for the password, so the server takes connections; "E" says that it is still starting. */
async function asksForPassword(port) {
  const body = Buffer.from(`user\0${USER}\0database\0postgres\0\0`);
  const message = Buffer.alloc(8 + body.length);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(STARTUP_VERSION, 4);
  body.copy(message, 8);
  return (await askTcp(port, message, (bytes) => bytes.toString('latin1', 0, 1))) === 'R';
}

export const postgres = {
  name: 'postgres',
  ports: ['port'],
  /** Fast shutdown; SIGTERM would wait for every client to leave. */
  stopSignal: 'SIGINT',
  readyTimeoutMs: 60_000,

  async prepare({ dir }) {
    const as = runner();
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    credentials(dir);
    if (existsSync(clusterOf(dir))) await clearStaleLock(clusterOf(dir));
    else await initialise(dir, as);
    return as;
  },

  command({ dir, ports }, as) {
    const settings = { listen_addresses: HOST, unix_socket_directories: '', max_connections: 200, timezone: 'UTC' };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', clusterOf(dir), '-p', String(ports.port), ...options];
    return { file: postgresBinary('postgres'), args, cwd: '/', ...as };
  },

  isReady: ({ ports }) => asksForPassword(ports.port),

  entry: ({ dir, ports }) => ({
    url: `postgres://${USER}:${credentials(dir).password}@${HOST}:${ports.port}/postgres`,
  }),
};

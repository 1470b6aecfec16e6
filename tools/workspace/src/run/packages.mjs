import { readFileSync } from 'node:fs';
import { runChild } from './child.mjs';
import { at } from './workspace.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** Packages of the lock file that are not installed in that version; what a platform may lack does not count. */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted).filter(([place, { version, optional, devOptional, peer }]) => {
    if (!place.includes('node_modules/')) return false;
    const there = installed[place];
    return there === undefined ? !(optional || devOptional || peer) : there.version !== version;
  });
}

function upToDate() {
  try {
    // npm writes this file at the very end of an installation: one that was cut off has none.
    const installed = packagesOf(at('node_modules/.package-lock.json'));
    return missingPackages(packagesOf(at('package-lock.json')), installed).length === 0;
  } catch {
    return false;
  }
}

/** Installs the npm packages of the lock file unless they are there. Answers false when npm could not. */
export async function ensurePackages(write) {
  if (upToDate()) return true;
  write('Installing npm packages (npm ci) …\n');
  const started = Date.now();
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await runChild('npm', flags, { write, limitMs: 900_000 });
  if (code !== 0) return false;
  write(`npm packages installed in ${Math.round((Date.now() - started) / 1000)} s\n`);
  return true;
}

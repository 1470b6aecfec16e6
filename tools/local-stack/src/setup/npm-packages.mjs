import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../system/places.mjs';
import { runProgram } from './run-program.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** npm writes what it has really installed beside the packages, at the very end: an install that was cut off has none. */
export function packagesAreInstalled(root = ROOT) {
  try {
    const wanted = packagesOf(path.join(root, 'package-lock.json'));
    const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
    return Object.entries(wanted).every(([place, entry]) => {
      if (!place.startsWith('node_modules/') && !place.includes('/node_modules/')) return true;
      const there = installed[place];
      if (there === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
      return there.version === entry.version && there.integrity === entry.integrity;
    });
  } catch {
    return false;
  }
}

export const installPackages = (logFile) => runProgram('npm', ['ci'], { cwd: ROOT, logFile });

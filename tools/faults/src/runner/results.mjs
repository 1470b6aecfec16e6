import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS, ROOT } from '../places.mjs';
import { machine } from './report.mjs';

const factsNow = () => ({ date: new Date().toISOString(), machine: machine(), commit: commitNow() });
const lineOf = (value) => `${JSON.stringify(value)}\n`;

/** Of each row its last result: rows are not always run together, and a long run may be broken off. */
export function keepRow(row) {
  const folder = path.join(RESULTS, 'faults');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${row.id}.json`), lineOf({ ...factsNow(), ...row }));
}

/** Each soak is a file of its own. */
export function keepSoak(result) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `soak-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`);
  writeFileSync(file, lineOf({ kind: 'soak', ...factsNow(), ...result }));
  return file;
}

/** The last run as a whole. */
export function keep(results) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(path.join(RESULTS, 'faults.json'), lineOf({ ...factsNow(), rows: results }));
}

export function commitNow() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

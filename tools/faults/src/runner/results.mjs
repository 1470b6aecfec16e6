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

export function keepMutants(result) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(path.join(RESULTS, 'mutants.json'), lineOf({ ...factsNow(), ...result }));
}

/** Files of the product itself that differ between a commit and the one checked out; undefined where git does not know it. */
export function productFilesSince(commit) {
  try {
    const names = git('diff', '--name-only', commit, 'HEAD', '--', 'apps', 'libs', 'package-lock.json');
    return names.split('\n').filter((name) => name !== '' && !NO_PRODUCT.test(name)).length;
  } catch {
    return undefined;
  }
}

const NO_PRODUCT = /\.md$|spec\.ts$|spec-support|\/(fixtures|bench)\/|^libs\/testing\//;

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });

function commitNow() {
  try {
    return git('rev-parse', '--short', 'HEAD').trim();
  } catch {
    return undefined;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS, ROOT } from '../places.mjs';
import { machine } from './report.mjs';

const factsNow = () => ({ date: new Date().toISOString(), machine: machine(), commit: commitNow() });

function write(name, result) {
  const file = path.join(RESULTS, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...factsNow(), ...result })}\n`);
  return file;
}

/** Of each row its last result: rows are not always run together, and a long run may be broken off. */
export const keepRow = (row) => write(path.join('faults', `${row.id}.json`), row);

/** Each soak is a file of its own. */
export const keepSoak = (result) =>
  write(`soak-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`, { kind: 'soak', ...result });

/** The last run as a whole. */
export const keep = (rows) => write('faults.json', { rows });

export const keepMutants = (result) => write('mutants.json', result);

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

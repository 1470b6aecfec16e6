import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS, ROOT } from '../places.mjs';
import { machine } from './report.mjs';

/** The last run as a whole, and of each row its last result: rows are not always run together. */
export function keep(results) {
  const folder = path.join(RESULTS, 'faults');
  mkdirSync(folder, { recursive: true });
  const facts = { date: new Date().toISOString(), machine: machine(), commit: commitNow() };
  const lineOf = (value) => `${JSON.stringify(value)}\n`;
  writeFileSync(path.join(RESULTS, 'faults.json'), lineOf({ ...facts, rows: results }));
  for (const row of results) writeFileSync(path.join(folder, `${row.id}.json`), lineOf({ ...facts, ...row }));
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

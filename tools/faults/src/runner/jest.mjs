import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../places.mjs';
import { stands } from '../product/standing.mjs';

const JEST = path.join(ROOT, 'node_modules/jest/bin/jest.js');
const LIMIT_MS = 1_200_000;
const TAIL_LENGTH = 1_000;
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs a suite of a project, or of it the tests with any of these words in their names, and counts. */
export async function runJest({ root = ROOT, project, suite, names = [], state }) {
  let child;
  // Its process group: with what its specs have started.
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  const forget = stands(async () => kill());
  const folder = mkdtempSync(path.join(tmpdir(), 'fault-specs-'));
  const output = path.join(folder, 'result.json');
  const place = path.join(root, project);
  const args = [JEST, '--config', path.join(place, 'jest.config.js'), '--runInBand', '--json', '--outputFile', output];
  const only = names.length === 0 ? [] : ['-t', names.map(escaped).join('|')];
  child = spawn(process.execPath, [...args, '--testPathPatterns', escaped(suite), ...only], {
    cwd: place,
    env: {
      ...process.env,
      ANALYTICS_STACK_STATE: state,
      NODE_ENV: 'test',
      FAULTS: 'all',
      NODE_TEST_CONTEXT: undefined,
    },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-TAIL_LENGTH)));
  const timer = setTimeout(kill, LIMIT_MS);
  await once(child, 'exit');
  clearTimeout(timer);
  forget();
  const counts = countsIn(output, said);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

function countsIn(output, said) {
  try {
    const result = JSON.parse(readFileSync(output, 'utf8'));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      broken: result.numRuntimeErrorTestSuites,
      message: result.testResults.map(({ message }) => message).find((text) => text !== '') ?? '',
      tests: result.testResults.flatMap(({ assertionResults }) => assertionResults),
    };
  } catch {
    return { passed: 0, failed: 0, broken: 1, message: `the suite left no result: ${said}`, tests: [] };
  }
}

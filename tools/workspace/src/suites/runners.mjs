import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNode } from '../run/child.mjs';
import { at, RESULTS, ROOT, TOOLS } from '../run/workspace.mjs';
import { believed, ofJest, totals } from './totals.mjs';

const LINE_REPORTER = path.join(import.meta.dirname, 'jest-reporter.cjs');
const NODE_REPORTER = path.join(import.meta.dirname, 'node-reporter.mjs');
const E2E = ['--config', at('apps/e2e/jest.config.js'), '--testMatch', '**/src/**/*.e2e-spec.ts'];
const ALL = ['--config', at('jest.config.js')];

const isTest = (name) => name.endsWith('.test.mjs');
const inFolder = (folder) =>
  readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isTest(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));

/** Files of node:test: the tools that must run before anything is built. */
export const nodeTests = (pattern) =>
  ['tools/bench/src', 'tools/faults/src', 'tools/load/src', 'tools/local-stack/src', 'tools/workspace/src']
    .filter((folder) => existsSync(at(folder)))
    .flatMap(inFolder)
    .filter((file) => matches(file, pattern))
    .sort();

/** Rows of the fault matrix as tests: they need everything built, and the machine for themselves. */
export const faultRows = (pattern) =>
  [at('tools/faults/smoke/smoke.test.mjs')].filter((file) => matches(file, pattern));

const matches = (file, pattern) => pattern === undefined || new RegExp(pattern).test(path.relative(ROOT, file));

async function jestFiles(config, pattern) {
  const { output } = await runNode(TOOLS.jest, [...config, '--listTests', '--json', ...only(pattern)]);
  const line = output.split('\n').find((text) => text.startsWith('['));
  return line === undefined ? [] : JSON.parse(line);
}
const only = (pattern) => (pattern === undefined ? [] : ['--testPathPatterns', pattern]);

export const suiteFiles = (pattern) => jestFiles(ALL, pattern);
export const journeyFiles = (pattern) => jestFiles(E2E, pattern);

function counted(file, read) {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** Runs jest with a configuration; counts come from the reporter's file, the exit code only has to fit them. */
export async function jest(name, config, { pattern, env, write, limitMs }) {
  const output = path.join(RESULTS, `${name}.json`);
  rmSync(output, { force: true });
  const result = await runNode(TOOLS.jest, [...config, '--reporters', LINE_REPORTER, ...only(pattern)], {
    write,
    env: { ...env, TEST_TOTALS_FILE: output, NODE_ENV: 'test' },
    limitMs,
  });
  if (result.timedOut) write(`FAIL  ${name}: not finished after ${limitMs / 1000} s, ended\n`);
  return believed(counted(output, ofJest), result);
}

export const runSuites = (options) => jest('suites', ALL, { limitMs: 2_400_000, ...options });
export const runJourneys = (options) => jest('journeys', [...E2E, '--runInBand'], { limitMs: 2_400_000, ...options });

export async function runNodeTests(files, { write, env, name = 'node-tests', limitMs = 600_000 }) {
  const output = path.join(RESULTS, `${name}.json`);
  rmSync(output, { force: true });
  const flags = [
    '--test',
    '--test-concurrency=1',
    '--test-reporter',
    NODE_REPORTER,
    '--test-reporter-destination',
    'stdout',
  ];
  const result = await runNode(flags[0], [...flags.slice(1), ...files], {
    write,
    env: { ...env, TEST_TOTALS_FILE: output },
    limitMs,
  });
  return believed(
    counted(output, ({ passed, failed, skipped }) => totals(passed, failed, skipped)),
    result,
  );
}

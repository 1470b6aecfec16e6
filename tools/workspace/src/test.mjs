// `npm test`: sets up what a fresh clone lacks, runs every suite on real stores, ends with one plain line of counts.
// `npm test -- <path or pattern>` runs only the files whose path matches; stores start only when one of them needs them.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode, stopChildren } from './run/child.mjs';
import { ensureBrowser, ensurePackages } from './run/packages.mjs';
import { RESULTS, TOOLS } from './run/workspace.mjs';
import { closingLine, exitCode, sum, totals } from './suites/totals.mjs';

const LOG = path.join(RESULTS, 'test.log');
const oneFailure = totals(0, 1, 0);
let stores;
let ending = false;

function write(text) {
  process.stdout.write(text);
  appendFileSync(LOG, text);
}
const title = (text) => write(`\n== ${text}\n`);

async function build() {
  title('Build');
  const { code } = await runNode(TOOLS.nx, ['run-many', '-t', 'build', '--parallel=2', '--outputStyle=static'], {
    write,
  });
  if (code !== 0) write('The build failed: `npm run check` shows the same errors.\n');
  return code === 0;
}

async function everything(pattern) {
  title('Set-up');
  if (!(await ensurePackages(write))) {
    write('npm could not install the packages: its message above says why.\n');
    return [oneFailure];
  }
  // While one test is being debugged, another project may be half-written: suites run from source and need no build of it.
  if (!(await build()) && pattern === undefined) return [oneFailure];

  const { faultRows, journeyFiles, nodeTests, runJourneys, runNodeTests, runSuites, suiteFiles } =
    await import('./suites/runners.mjs');
  const [suites, journeys, scripts] = [await suiteFiles(pattern), await journeyFiles(pattern), nodeTests(pattern)];
  const faults = faultRows(pattern);
  if (suites.length + journeys.length + scripts.length + faults.length === 0) {
    write(`No test file matches ${pattern}.\n`);
    return [oneFailure];
  }
  const results = [];
  if (suites.length > 0) results.push(await onStores(suites, (env) => runSuites({ pattern, env, write })));
  if (scripts.length > 0) {
    title('Tools');
    results.push(await runNodeTests(scripts, { write }));
  }
  if (journeys.length > 0) {
    title('Journeys through the whole platform');
    // Without one the journeys of the console fail and say so; the others need none.
    if (journeys.some((file) => path.basename(file).startsWith('console'))) await ensureBrowser(write);
    results.push(await runJourneys({ pattern, write }));
  }
  if (faults.length > 0) {
    title('The whole platform while something breaks');
    results.push(await runNodeTests(faults, { write, name: 'fault-rows', limitMs: 1_200_000 }));
  }
  return results;
}

async function onStores(files, run) {
  title(`Suites (${files.length} files)`);
  if (!files.some((file) => file.endsWith('.int-spec.ts'))) return run({});
  const { testStores } = await import('./suites/stack.mjs');
  stores = await testStores(write);
  if (stores === undefined) {
    write('The stores did not start, so nothing that needs them was tested.\n');
    return oneFailure;
  }
  try {
    return await run({ ANALYTICS_STACK_STATE: stores.state });
  } finally {
    await stores.stop();
    stores = undefined;
  }
}

async function interrupted() {
  if (ending) return;
  ending = true;
  stopChildren();
  await stores?.stop();
  process.exit(130);
}
process.on('SIGINT', interrupted);
process.on('SIGTERM', interrupted);

mkdirSync(RESULTS, { recursive: true });
writeFileSync(LOG, '');
let all;
try {
  all = sum(await everything(process.argv[2]));
} catch (error) {
  write(`${error?.stack ?? error}\n`);
  all = oneFailure;
}
if (!ending) {
  write(`\n${closingLine(all)}\n`);
  process.exit(exitCode(all));
}

import { SERVICES } from '../services/catalogue.mjs';
import { readFronts, readSettings } from '../services/fronts.mjs';
import { freePortsFor, requireFreePorts } from '../services/port-check.mjs';
import { Progress } from '../setup/progress.mjs';
import { setUp, setupPlan } from '../setup/plan.mjs';
import { endRunningPrograms } from '../setup/run-program.mjs';
import { STORES } from '../stores/catalogue.mjs';
import { endLeftovers, runningSupervisor } from '../supervisor/leftovers.mjs';
import { readRun, readState } from '../supervisor/records.mjs';
import { startSupervisor } from '../supervisor/starter.mjs';
import { createData, explainFullDisk } from '../system/data-directory.mjs';
import { lockHolder, tryLock } from '../system/lock.mjs';
import { CACHE, ROOT } from '../system/places.mjs';
import { gone } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';
import { dataFolder } from './data-flag.mjs';
import { printSummary } from './summary.mjs';

/** Services, and issuer, migrations, write key. */
const SERVICE_STEPS = SERVICES.length + 3;
/** The history, and the store living on. */
const DEMO_STEPS = 2;

export async function start({ values }) {
  const data = createData(dataFolder(values));
  const lock = data.file('start.lock');
  const release = tryLock(lock);
  if (release === undefined) {
    throw new Refusal(
      `Another start on ${data.root} is under way (pid ${lockHolder(lock)?.pid}): wait for it, or end it with \`npm stop\`.`,
    );
  }
  try {
    if (await alreadyRuns(data)) return 0;
    const options = await chooseOptions(data, values);
    return await bringUp(data, options, { detach: values.detach === true, release });
  } finally {
    release();
  }
}

async function alreadyRuns(data) {
  // Reading both finds a broken file before anything is done on the strength of the other.
  const [run, state] = [readRun(data), readState(data)];
  const supervisor = runningSupervisor(data, run);
  if (supervisor !== undefined && run?.ready && state !== undefined) {
    process.stdout.write(`The stack is already running from ${data.root} (pid ${supervisor.pid}).\n`);
    printSummary(data, state);
    return true;
  }
  // Its starter is gone, so it is stopping by itself.
  if (supervisor !== undefined) await gone([supervisor], 30_000);
  const ended = await endLeftovers(data, run);
  if (ended > 0) process.stdout.write(`Ended ${ended} processes that an interrupted stack had left behind.\n`);
  return false;
}

async function chooseOptions(data, values) {
  const chosen = values.stores?.split(',') ?? STORES.map(({ name }) => name);
  const unknown = chosen.find((name) => !STORES.some((store) => store.name === name));
  if (unknown !== undefined) {
    throw new Refusal(`There is no store "${unknown}": ${STORES.map(({ name }) => name).join(', ')}.`);
  }
  const storesOnly = values['stores-only'] === true || values.stores !== undefined;
  const offset = values['port-offset'] === 'auto' ? await freePortsFor() : (values['port-offset'] ?? 0);
  if (!storesOnly) await requireFreePorts(offset);
  return {
    dataDir: data.root,
    stores: chosen,
    offset,
    storesOnly,
    demo: values['no-demo'] !== true,
    restarts: values['no-supervise'] !== true,
    fronts: readFronts(values.front, chosen),
    settings: readSettings(
      values.settings,
      SERVICES.map(({ name }) => name),
    ),
  };
}

async function bringUp(data, options, { detach, release }) {
  const services = options.storesOnly ? 0 : SERVICE_STEPS + (options.demo ? DEMO_STEPS : 0);
  const plan = setupPlan(data, options);
  const progress = new Progress({ total: plan.steps.length + options.stores.length + services });
  const began = Date.now();
  const interrupted = interruption();
  try {
    await Promise.race([setUp(plan, progress), interrupted.then(abandonSetUp)]);
    const supervisor = startSupervisor(data, options, (message) => show(progress, message));
    void interrupted.then(() => supervisor.interrupt());
    await supervisor.ready;
    progress.end();
    process.stdout.write(`\nReady after ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
    printSummary(data, readState(data));
    release();
    return detach ? await supervisor.release() : await follow(supervisor, interrupted);
  } catch (error) {
    throw explainFullDisk(error, [data.root, CACHE, ROOT]);
  } finally {
    progress.end();
  }
}

async function follow(supervisor, interrupted) {
  process.stdout.write('\nCtrl-C stops everything.\n');
  const first = await Promise.race([interrupted.then(() => 'interrupted'), supervisor.ended]);
  if (first !== 'interrupted') {
    process.stdout.write('The stack was stopped from elsewhere.\n');
    return first === 0 ? 0 : 1;
  }
  process.stdout.write('\nStopping services, then stores …\n');
  await supervisor.ended;
  process.stdout.write('Stopped.\n');
  return 0;
}

function show(progress, { step, begins, failed, note, text }) {
  if (begins) progress.begin(step);
  else if (text !== undefined) progress.tell(step, text);
  else if (failed) progress.fail(step);
  else progress.finish(step, note);
}

function interruption() {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => resolve(name));
  });
}

function abandonSetUp() {
  endRunningPrograms();
  throw new Refusal('Interrupted during the set-up; nothing runs, and the next start goes on from here.');
}

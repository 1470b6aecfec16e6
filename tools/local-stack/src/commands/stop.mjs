import { existsSync, renameSync } from 'node:fs';
import { endLeftovers, leftovers, runningSupervisor } from '../supervisor/leftovers.mjs';
import { forget, readRun, readState, runFile, stateFile } from '../supervisor/records.mjs';
import { CorruptFile } from '../system/json-file.mjs';
import { lockHolder } from '../system/lock.mjs';
import { end, gone, signal } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';
import { dataOf } from './data-flag.mjs';

/** Longer than the graces of services and stores together. */
const ORDERLY_MS = 60_000;

export async function stop({ values }) {
  const data = dataOf(values);
  const stopped = await stopStack(data);
  process.stdout.write(stopped ? 'Stopped: no process of this stack is left.\n' : 'Nothing was running.\n');
  return 0;
}

/** Ends everything of one data directory, in order where the supervisor lives; true when there was something to end. */
export async function stopStack(data) {
  if (data.version === undefined) return false;
  const starter = lockHolder(data.file('start.lock'));
  if (starter !== undefined && signal(starter, 'SIGTERM')) await gone([starter], ORDERLY_MS);
  const run = setAsideWhenCorrupt(data);
  const supervisor = runningSupervisor(data, run);
  if (supervisor !== undefined) {
    process.stdout.write('Stopping services, then stores …\n');
    signal(supervisor, 'SIGTERM');
    await gone([supervisor], ORDERLY_MS);
    await end([supervisor], { graceMs: 0 });
  }
  const ended = await endLeftovers(data, run);
  const left = leftovers(data, run);
  if (left.length > 0) {
    throw new Refusal(`These processes could not be ended: ${left.map(({ pid }) => pid).join(', ')}.`);
  }
  forget(data);
  return starter !== undefined || supervisor !== undefined || ended > 0;
}

/** A broken file is kept for whoever wants to know why, out of the way; what runs is then found by its mark alone. */
function setAsideWhenCorrupt(data) {
  for (const [file, read] of [
    [stateFile(data), readState],
    [runFile(data), readRun],
  ]) {
    try {
      read(data);
    } catch (error) {
      if (!(error instanceof CorruptFile)) throw error;
      const aside = `${file}.corrupt-${Date.now()}`;
      if (existsSync(file)) renameSync(file, aside);
      process.stdout.write(`${file} could not be read and was moved to ${aside}.\n`);
    }
  }
  return readRun(data);
}

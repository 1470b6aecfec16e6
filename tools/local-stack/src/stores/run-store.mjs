import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, tailOf } from '../system/launch.mjs';
import { end, identify } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** One life of one store, from preparing to its end. The caller decides whether there is another one. */
export async function startStore(store, place, { owner, logFile }) {
  const prepared = await store.prepare(place);
  const logStart = sizeOf(logFile);
  const command = store.command(place, prepared ?? {});
  const child = launch({ ...command, stopSignal: store.stopSignal, logFile, owner });
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.code));
    child.once('exit', (code, signalName) => resolve(signalName ?? `exit code ${code}`));
  });
  child.stdin.on('error', () => undefined);
  const process_ = identify(child.pid);
  return {
    pid: child.pid,
    exited,
    ready: () => untilReady(store, place, { exited, logFile, logStart }),
    stop: async (graceMs = 15_000) => {
      if (child.pid === undefined) return;
      await end([process_], { ask: store.stopSignal, graceMs });
      await exited;
    },
  };
}

async function untilReady(store, place, { exited, logFile, logStart }) {
  let outcome;
  void exited.then((how) => (outcome = how));
  const deadline = Date.now() + store.readyTimeoutMs;
  while (!(await store.isReady(place))) {
    const tail = () => ({ tail: tailOf(logFile, 20, logStart) });
    if (outcome !== undefined)
      throw new Refusal(`${store.name} ended while it started (${outcome}); see ${logFile}.`, tail());
    if (Date.now() > deadline) {
      throw new Refusal(`${store.name} was not ready after ${store.readyTimeoutMs / 1000} s; see ${logFile}.`, tail());
    }
    await sleep(25);
  }
  await store.complete?.(place);
}

import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, tailOf } from '../system/launch.mjs';
import { end, identify } from '../system/processes.mjs';
import { Refusal } from '../system/refusal.mjs';

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** One life of one program, from preparing to its end. The caller decides whether there is another one. */
export async function startProgram(program, place, { owner, logFile }) {
  const prepared = await program.prepare(place);
  const logStart = sizeOf(logFile);
  const command = program.command(place, prepared ?? {});
  const child = launch({ ...command, stopSignal: program.stopSignal, logFile, owner });
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.code));
    child.once('exit', (code, signalName) => resolve(signalName ?? `exit code ${code}`));
  });
  child.stdin.on('error', () => undefined);
  const target = identify(child.pid);
  return {
    pid: child.pid,
    exited,
    ready: () => untilReady(program, place, { exited, logFile, logStart }),
    stop: async (graceMs = 15_000) => {
      if (child.pid === undefined) return;
      await end([target], { ask: program.stopSignal, graceMs });
      await exited;
    },
  };
}

async function untilReady(program, place, { exited, logFile, logStart }) {
  let outcome;
  void exited.then((how) => (outcome = how));
  const refusal = (what) =>
    new Refusal(`${program.name} ${what}; see ${logFile}.`, { tail: tailOf(logFile, 20, logStart) });
  const deadline = Date.now() + program.readyTimeoutMs;
  for (;;) {
    // Before the question: an answer on the port of a program that has ended comes from somebody else.
    if (outcome !== undefined) throw refusal(`ended while it started (${outcome})`);
    if (await program.isReady(place)) break;
    if (Date.now() > deadline) throw refusal(`was not ready after ${program.readyTimeoutMs / 1000} s`);
    await sleep(25);
  }
  await program.complete?.(place);
}

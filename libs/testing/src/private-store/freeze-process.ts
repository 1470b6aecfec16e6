import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PATIENCE_MS = 10_000;

/** Stops a process, and is back once each of its threads stands still: one that runs on answers for a moment longer. */
export function freezeProcess(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const end = Date.now() + PATIENCE_MS; !standStill(tasks); Atomics.wait(clock, 0, 0, 1)) {
    if (Date.now() > end) throw new Error(`process ${pid} runs on`);
  }
}

const standStill = (tasks: string): boolean =>
  readdirSync(tasks).every((task) => stateOf(path.join(tasks, task)) === 'T');

/** The letter behind the name, which may have anything in it; a thread that has just ended stands still. */
function stateOf(task: string): string {
  try {
    const stat = readFileSync(path.join(task, 'stat'), 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return 'T';
  }
}

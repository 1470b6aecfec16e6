import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { QUIET, ROOT } from './workspace.mjs';

const running = new Set();

function stop(child, signal) {
  // Its own group, so that what it started goes with it.
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** Ctrl-C reaches every child; the caller then ends by itself. */
export function stopChildren() {
  for (const child of running) stop(child, 'SIGTERM');
}

/**
 * Runs a program to its end and hands every piece of its output to `write`.
 * Answers its exit code, or `timedOut` when it did not end within `limitMs` and was killed.
 */
export async function runChild(command, args, { write, env = {}, limitMs = 600_000, cwd = ROOT } = {}) {
  const child = spawn(command, args, {
    cwd,
    // Without the last one a test run inside a test would report to its parent and not to us.
    env: { ...process.env, ...QUIET, ...env, NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  const take = (chunk) => {
    const text = chunk.toString();
    output = (output + text).slice(-200_000);
    write?.(text);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop(child, 'SIGKILL');
  }, limitMs);
  try {
    // 'exit', not 'close': a process that detached itself (the stores) may keep the pipe open.
    const [code, signal] = await once(child, 'exit');
    await drained(child);
    return { code: code ?? 1, signal, timedOut, output };
  } finally {
    clearTimeout(timer);
    running.delete(child);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

const drained = (child) =>
  Promise.race([
    Promise.all([child.stdout, child.stderr].map((stream) => (stream.readableEnded ? undefined : once(stream, 'end')))),
    new Promise((resolve) => setTimeout(resolve, 500).unref()),
  ]);

/** Runs a Node program of the workspace. */
export const runNode = (script, args, options) => runChild(process.execPath, [script, ...args], options);

// The command line as a person uses it, on throw-away data directories that are stopped and removed afterwards.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const CLI = fileURLToPath(new URL('../cli.mjs', import.meta.url));

export const temporaryFolder = () => realpathSync(mkdtempSync(path.join(os.tmpdir(), 'local-stack-')));

export function begin(args, { env = {}, nodeFlags = [], ...options } = {}) {
  const child = spawn(process.execPath, [...nodeFlags, CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options,
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (text.err += chunk));
  const ended = new Promise((resolve) => {
    child.once('close', (code, signalName) => resolve({ code, signalName, ...text }));
  });
  return { child, text, ended };
}

export async function run(args, options) {
  const { child, ended } = begin(args, options);
  child.stdin.end();
  return ended;
}

/** A data directory with the commands on it; `remove` stops whatever still runs there. */
export function aStack() {
  const dir = temporaryFolder();
  const on = (name, flags = [], options = {}) => run([name, ...flags, '--data-dir', dir], options);
  return {
    dir,
    on,
    start: (stores, options) => on('start', ['--detach', '--stores', stores], options),
    state: () => JSON.parse(readFileSync(path.join(dir, 'state.json'), 'utf8')),
    async remove() {
      await on('stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Much time, because only a test that fails waits so long. */
export async function until(what, holds, timeoutMs = 180_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await sleep(25);
  }
}

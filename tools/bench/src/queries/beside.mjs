// A stack to ask, the rows in it, and the load beside it; each is a program of this repository.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const LOAD = path.join(ROOT, 'tools/load/src/main.mjs');
const MANY = 50_000_000;

async function run(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${path.basename(path.dirname(path.dirname(args[0])))} ended with ${code}`);
}

export const stateOf = (dataDir) => JSON.parse(readFileSync(path.join(dataDir, 'state.json'), 'utf8'));

/** A product of its own, thrown away afterwards. */
export async function ownStack() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-queries-'));
  await run([CLI, 'start', '--detach', '--no-demo', '--port-offset', 'auto', '--data-dir', dataDir]);
  return {
    dataDir,
    async stop() {
      await run([CLI, 'stop', '--data-dir', dataDir]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const fill = (dataDir, rows) =>
  run([LOAD, '--via', 'warehouse', '--events', String(rows), '--data-dir', dataDir]);

/** One run of the load, to its end; what it found. */
export async function loaded(dataDir, flags) {
  const child = spawn(process.execPath, [LOAD, '--json', '--no-oracle', '--data-dir', dataDir, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the load ended with ${code}`);
  return JSON.parse(output);
}

/** Sends at a rate until it is told to end. */
export function loadBeside(dataDir, rate) {
  const args = [
    LOAD,
    '--no-oracle',
    '--via',
    'http',
    '--rate',
    String(rate),
    '--events',
    String(MANY),
    '--data-dir',
    dataDir,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return async () => {
    const ended = once(child, 'exit');
    // The second one does not wait for what is on its way.
    child.kill('SIGINT');
    child.kill('SIGTERM');
    await ended;
  };
}

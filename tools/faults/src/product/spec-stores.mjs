import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../places.mjs';
import { stands } from './standing.mjs';

const CLI = path.join(ROOT, 'tools/local-stack/src/cli.mjs');
const run = promisify(execFile);

/** Stores for specs: those that `ANALYTICS_STACK_STATE` names, as everywhere, or a set of our own. */
export async function specStores() {
  const given = process.env.ANALYTICS_STACK_STATE;
  if (given) return { state: given, stop: async () => undefined };
  const folder = mkdtempSync(path.join(tmpdir(), 'analytics-fault-stores-'));
  const stop = async () => {
    forget();
    await run(process.execPath, [CLI, 'stop', '--data-dir', folder], { cwd: ROOT });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = stands(stop);
  try {
    const flags = ['--detach', '--stores-only', '--data-dir', folder];
    await run(process.execPath, [CLI, 'start', ...flags], { cwd: ROOT, maxBuffer: 1e7 });
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { state: path.join(folder, 'state.json'), stop };
}

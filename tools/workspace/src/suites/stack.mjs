import { existsSync, readFileSync } from 'node:fs';
import { runNode } from '../run/child.mjs';
import { at, TOOLS } from '../run/workspace.mjs';

const FOLDER = '.local/test';
const STATE = at(FOLDER, 'state.json');

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function running(file) {
  if (!existsSync(file)) return false;
  try {
    const stores = Object.values(JSON.parse(readFileSync(file, 'utf8')).stores ?? {});
    return stores.length > 0 && stores.every((store) => Number.isInteger(store.pid) && alive(store.pid));
  } catch {
    return false;
  }
}

/**
 * The one set of real stores that all suites share. `ANALYTICS_STACK_STATE` names stores to use as they are; otherwise a
 * stack of our own in `.local/test` is taken over when it is alive, or started, and then stopped by `stop()`.
 */
export async function testStores(write) {
  const given = process.env['ANALYTICS_STACK_STATE'];
  if (given) return { state: given, stop: async () => {} };
  if (running(STATE)) {
    write(`Stores: using those of ${FOLDER} that are running.\n`);
    return { state: STATE, stop: async () => {} };
  }
  write('Stores: starting one set for all suites …\n');
  const flags = ['--detach', '--no-demo', '--stores-only', '--data-dir', at(FOLDER), '--port-offset', 'auto'];
  const { code } = await runNode(TOOLS.localStack, ['start', ...flags], { write, limitMs: 900_000 });
  const stop = async () => {
    await runNode(TOOLS.localStack, ['stop', '--data-dir', at(FOLDER)], { write, limitMs: 60_000 });
  };
  if (code === 0 && existsSync(STATE)) return { state: STATE, stop };
  await stop();
  return undefined;
}

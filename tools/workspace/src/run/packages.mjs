import { runNode } from './child.mjs';
import { TOOLS } from './workspace.mjs';

/** Installs what the lock file names unless it is there, one process of this workspace at a time. Answers false when npm could not. */
export async function ensurePackages(write) {
  const { code } = await runNode(TOOLS.localStack, ['packages'], { write, limitMs: 900_000 });
  return code === 0;
}

/** Installs the browser that journeys through the console need, where that can be done. Answers false when it could not. */
export async function ensureBrowser(write) {
  const { code } = await runNode(TOOLS.localStack, ['browser'], { write, limitMs: 900_000 });
  return code === 0;
}

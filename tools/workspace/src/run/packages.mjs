import { runNode } from './child.mjs';
import { TOOLS } from './workspace.mjs';

/** Installs what the lock file names unless it is there, one process of this workspace at a time. Answers false when npm could not. */
export async function ensurePackages(write) {
  const { code } = await runNode(TOOLS.localStack, ['packages'], { write, limitMs: 900_000 });
  return code === 0;
}

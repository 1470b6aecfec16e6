import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the workspace, from wherever this file runs: sources under jest or the build's output. */
export function workspaceRoot(folder = __dirname): string {
  if (existsSync(path.join(folder, 'nx.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('this file does not stand in the workspace: no nx.json above it');
  return workspaceRoot(parent);
}

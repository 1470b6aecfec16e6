import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { at, ROOT } from '../run/workspace.mjs';

const GROUPS = ['apps', 'libs', 'libs/infra', 'tools'];

const isProduct = (name) => name.endsWith('.ts') && !/\.(spec|int-spec|e2e-spec|fixture|d)\.ts$/.test(name);

/** TypeScript sources of every project, tests left out: `{ path, text }` with the path from the root of the workspace. */
export function productSources() {
  const folders = GROUPS.flatMap((group) => readdirSync(at(group)).map((name) => at(group, name, 'src'))).filter(
    existsSync,
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter(isProduct)
      .map((name) => path.join(folder, name)),
  );
  return files.sort().map((file) => ({ path: path.relative(ROOT, file), text: readFileSync(file, 'utf8') }));
}

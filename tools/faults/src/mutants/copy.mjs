import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../places.mjs';

const run = promisify(execFile);
const TREES = ['apps', 'libs', 'tools'];
const FILES = ['package.json', 'tsconfig.base.json', 'jest.config.js', 'jest.preset.js'];
const LEFT_OUT = new Set(['node_modules', 'dist', 'coverage']);
const OWN_SCOPE = '@analytics';

/** The workspace once more, to be spoiled: sources are copied, packages are those that are installed. */
export function copyWorkspace() {
  const place = mkdtempSync(path.join(tmpdir(), 'analytics-mutants-'));
  const isSource = (source) => !LEFT_OUT.has(path.basename(source));
  for (const name of TREES) {
    cpSync(path.join(ROOT, name), path.join(place, name), { recursive: true, filter: isSource });
  }
  for (const name of FILES) cpSync(path.join(ROOT, name), path.join(place, name));
  const packages = path.join(ROOT, 'node_modules');
  mkdirSync(path.join(place, 'node_modules', OWN_SCOPE), { recursive: true });
  for (const name of readdirSync(packages)) {
    if (name !== OWN_SCOPE) symlinkSync(path.join(packages, name), path.join(place, 'node_modules', name));
  }
  for (const name of readdirSync(path.join(packages, OWN_SCOPE))) {
    const project = path.relative(ROOT, realpathSync(path.join(packages, OWN_SCOPE, name)));
    symlinkSync(path.join(place, project), path.join(place, 'node_modules', OWN_SCOPE, name));
  }
  return { place, remove: () => rmSync(place, { recursive: true, force: true }) };
}

const patchOf = (name) => path.join(import.meta.dirname, '../../mutants', `${name}.patch`);

/** Puts the defect in, or takes it out again. Works without a repository too. */
export async function patch(place, name, { reverse = false, check = false } = {}) {
  if (!existsSync(patchOf(name))) throw new Error(`there is no patch ${name}`);
  const flags = ['apply', ...(reverse ? ['--reverse'] : []), ...(check ? ['--check'] : [])];
  await run('git', [...flags, patchOf(name)], {
    cwd: place,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(place) },
  });
}

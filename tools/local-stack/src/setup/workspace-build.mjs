import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../system/places.mjs';
import { runProgram } from './run-program.mjs';

const STAMP = path.join(ROOT, 'node_modules/.cache/local-stack-build');
const TREES = ['apps', 'libs', 'tools'];
const SETTINGS = ['package-lock.json', 'package.json', 'nx.json', 'tsconfig.base.json'];
const NOT_SOURCE = new Set(['node_modules', 'dist', 'coverage', '.nx']);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (NOT_SOURCE.has(entry.name)) continue;
    if (entry.isDirectory()) yield* sources(place);
    else if (entry.isFile()) yield place;
  }
}

/** Names, sizes and times of every source: cheap to take, and any change shows. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  const files = SETTINGS.map((name) => path.join(ROOT, name)).concat(
    ...TREES.map((tree) => [...sources(path.join(ROOT, tree))]),
  );
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Projects whose output is compiled, and whether it is there: somebody may have removed a dist folder. */
function outputsAreThere() {
  const folders = TREES.flatMap((tree) => [...projects(path.join(ROOT, tree), 2)]);
  return folders.every((folder) => existsSync(path.join(folder, 'dist')));
}

function* projects(folder, depth) {
  if (existsSync(path.join(folder, 'tsconfig.json')) && existsSync(path.join(folder, 'src'))) yield folder;
  else if (depth > 0) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !NOT_SOURCE.has(entry.name)) yield* projects(path.join(folder, entry.name), depth - 1);
    }
  }
}

export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint() && outputsAreThere();
}

function nx(args, logFile) {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  const program = path.join(ROOT, 'node_modules/.bin/nx');
  return runProgram(process.execPath, [program, ...args, '--outputStyle=static'], { cwd: ROOT, env, logFile });
}

export const buildProject = (project, logFile) => nx(['run', `${project}:build`], logFile);

export async function buildWorkspace(logFile) {
  const before = fingerprint();
  await nx(['run-many', '-t', 'build'], logFile);
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, before);
}

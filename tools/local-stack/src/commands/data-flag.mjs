import path from 'node:path';
import { openData } from '../system/data-directory.mjs';
import { ROOT } from '../system/places.mjs';

const DEFAULT = path.join(ROOT, '.local');

/** The folder a command works on: npm runs scripts in the workspace, but a relative path means where the caller stands. */
export function dataFolder(values) {
  const given = values['data-dir'];
  return given === undefined ? DEFAULT : path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
}

export const dataOf = (values) => openData(dataFolder(values));

/** How the same stack is named in a command that is printed for pasting. */
export function sameStack(data) {
  return data.root === DEFAULT ? '' : ` --data-dir ${data.root}`;
}

export const npmRun = (name, flags) => `npm ${name}${flags === '' ? '' : ` --${flags}`}`;

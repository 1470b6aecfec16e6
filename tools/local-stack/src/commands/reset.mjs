import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { STORES } from '../stores/catalogue.mjs';
import { Refusal } from '../system/refusal.mjs';
import { dataOf } from './data-flag.mjs';
import { stopStack } from './stop.mjs';

/** What a stack writes; anything else in the folder is somebody's own and stays. */
const OURS = [
  ...STORES.map(({ name }) => name),
  'issuer',
  'logs',
  'ports.json',
  'demo.json',
  'demo-answers.json',
  'write-key.json',
  'start.lock',
  'version.json',
];

async function isSure(root) {
  if (!process.stdin.isTTY) {
    throw new Refusal('Nobody is there to ask: say `npm run reset -- --yes` to remove the local data.');
  }
  const question = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await question.question(`Remove all local data of ${root}? It cannot be brought back. [y/N] `);
  question.close();
  return /^y(es)?$/i.test(answer.trim());
}

export async function reset({ values }) {
  const data = dataOf(values);
  if (data.version === undefined) {
    process.stdout.write(`There is no local data in ${data.root}.\n`);
    return 0;
  }
  if (values.yes !== true && !(await isSure(data.root))) {
    process.stdout.write('Nothing was removed.\n');
    return 1;
  }
  await stopStack(data);
  // The version goes last: a removal that was cut off is still known for what it is.
  for (const name of OURS) rmSync(data.file(name), { recursive: true, force: true });
  if (existsSync(data.root) && readdirSync(data.root).length === 0) rmdirSync(data.root);
  process.stdout.write(`Removed the local data of ${data.root}.\n`);
  return 0;
}

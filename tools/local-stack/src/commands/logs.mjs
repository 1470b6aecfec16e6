import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../system/refusal.mjs';
import { dataOf } from './data-flag.mjs';

const CHUNK_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 250;
const FIRST_LOOK_BYTES = 64 * 1024;

function copyFrom(file, from) {
  const handle = openSync(file, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  try {
    for (let at = from; ;) {
      const length = readSync(handle, chunk, 0, chunk.length, at);
      if (length === 0) return at;
      process.stdout.write(chunk.toString('utf8', 0, length));
      at += length;
    }
  } finally {
    closeSync(handle);
  }
}

export async function logs({ positionals: [name], values }) {
  const data = dataOf(values);
  const folder = data.file('logs');
  const names = statSync(folder, { throwIfNoEntry: false })
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.log'))
        .map((file) => file.slice(0, -'.log'.length))
    : [];
  if (!names.includes(name)) {
    throw new Refusal(
      names.length === 0 ? `There are no logs in ${folder}.` : `Say whose log: ${names.sort().join(', ')}.`,
    );
  }
  const file = data.file('logs', `${name}.log`);
  const start = values.follow === true ? Math.max(0, statSync(file).size - FIRST_LOOK_BYTES) : 0;
  let at = copyFrom(file, start);
  while (values.follow === true) {
    await sleep(LOOK_EVERY_MS);
    // Shorter than before: the file was rotated and begins anew.
    if (statSync(file).size < at) at = 0;
    at = copyFrom(file, at);
  }
  return 0;
}

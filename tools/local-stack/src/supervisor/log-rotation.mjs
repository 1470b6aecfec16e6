import { copyFileSync, readdirSync, renameSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 10 * 1024 * 1024;
const OLD_FILES = 2;
const LOOK_EVERY_MS = 5_000;

/**
 * Programs write to their files themselves and keep them open, so a full one is copied aside and emptied in place; they
 * append, so they go on at the beginning.
 */
export function rotate(file, largestBytes = LARGEST_BYTES) {
  if (statSync(file).size <= largestBytes) return false;
  for (let number = OLD_FILES - 1; number >= 1; number -= 1) {
    if (statSync(`${file}.${number}`, { throwIfNoEntry: false })) {
      renameSync(`${file}.${number}`, `${file}.${number + 1}`);
    }
  }
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
  return true;
}

export function rotateLogs(folder) {
  const timer = setInterval(() => {
    try {
      for (const name of readdirSync(folder)) if (name.endsWith('.log')) rotate(path.join(folder, name));
    } catch (error) {
      process.stderr.write(`logs could not be rotated: ${error.message}\n`);
    }
  }, LOOK_EVERY_MS);
  timer.unref();
}

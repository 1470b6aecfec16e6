import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { readJson, writeJson } from './json-file.mjs';
import { Refusal } from './refusal.mjs';

/** Raised when an older stack could no longer read what a newer one leaves in the data directory. */
export const LAYOUT = 1;

const MINIMUM_FREE_MB = 1024;
const MB = 1024 * 1024;

function freeMegabytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((Number(bavail) * Number(bsize)) / MB);
}

export function requireFreeSpace(
  folder,
  neededMb = Number(process.env.ANALYTICS_STACK_MIN_FREE_MB ?? MINIMUM_FREE_MB),
) {
  const free = freeMegabytes(folder);
  if (free < neededMb) {
    throw new Refusal(
      `${folder} has ${free} MB of free disk space and the stack needs ${neededMb} MB: free some, or choose another place with --data-dir.`,
    );
  }
}

const FULL_MB = 32;

/** A failure on a disk that is full has one cause, whatever the program that met it says. */
export function explainFullDisk(error, folders) {
  const full = folders.find((folder) => existsSync(folder) && freeMegabytes(folder) < FULL_MB);
  if (full === undefined) return error;
  return new Refusal(
    `There is no space left on the disk of ${full}: free some, or choose another place with --data-dir.`,
    { tail: error.tail ?? error.message },
  );
}

function readVersion(file) {
  const version = readJson(file);
  if (version === undefined) return undefined;
  if (!Number.isInteger(version.layout) || typeof version.owner !== 'string') {
    throw new Refusal(
      `${file} is not what this stack writes: choose another place with --data-dir, or \`npm run reset\`.`,
    );
  }
  if (version.layout > LAYOUT) {
    throw new Refusal(
      `${path.dirname(file)} was written by a newer version of this stack (layout ${version.layout}, this one knows ${LAYOUT}): update the code, or choose another place with --data-dir.`,
    );
  }
  return version;
}

/** Where everything of one stack lives. Opening never creates, so that a look at a stack leaves no trace. */
export function openData(folder) {
  const root = path.resolve(folder);
  const version = readVersion(path.join(root, 'version.json'));
  return {
    root,
    version,
    file: (...parts) => path.join(root, ...parts),
    /** The path is part of the mark: a copied data directory is another stack. */
    owner: version && `${version.owner}@${realpathSync(root)}`,
  };
}

export function createData(folder) {
  const root = path.resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  requireFreeSpace(root);
  if (openData(root).version === undefined) {
    writeJson(path.join(root, 'version.json'), { layout: LAYOUT, owner: randomUUID() });
  }
  return openData(root);
}

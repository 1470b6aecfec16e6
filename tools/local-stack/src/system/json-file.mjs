import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Refusal } from './refusal.mjs';

export class CorruptFile extends Refusal {
  constructor(file, problem) {
    super(
      `${file} cannot be read (${problem}): run \`npm stop\`, which moves it aside, then start again; no data is lost.`,
    );
    this.name = 'CorruptFile';
    this.file = file;
  }
}

/** The parsed object, or undefined when there is no such file. Half a file is never taken for a whole one. */
export function readJson(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value = JSON.parse(text);
    if (value !== null && typeof value === 'object') return value;
  } catch {
    // Said below, in the same words as for a value that is no object.
  }
  throw new CorruptFile(file, text === '' ? 'it is empty' : 'it is not JSON');
}

/** Readers see the old file or the new one, never a part: write beside it, sync, rename. Owner only. */
export function writeJson(file, value) {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(value, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

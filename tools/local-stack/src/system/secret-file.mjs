import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { readJson, writeJson } from './json-file.mjs';

/** Made once per data directory, kept for the owner only; `make` is called only when there is nothing yet. */
export function secretFile(file, make) {
  const kept = readJson(file);
  if (kept !== undefined) return kept;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const made = make();
  writeJson(file, made);
  return made;
}

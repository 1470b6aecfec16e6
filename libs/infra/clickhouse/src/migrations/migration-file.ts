import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MigrationRefused } from './migration-errors';
import { splitStatements } from './split-statements';

export interface MigrationFile {
  readonly name: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}

const FILE_NAME = /^(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;
const HEADERS = ['why', 'cost', 'undo'] as const;

/** All migrations of a folder in order; throws at the first that breaks a rule, before anything is run. */
export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  names.forEach((name, index) => checkNumber(name, index + 1));
  return names.map((name) => readMigration(name, readFileSync(path.join(folder, name), 'utf8')));
}

function checkNumber(name: string, expected: number): void {
  const number = FILE_NAME.exec(name)?.[1];
  if (number === undefined) throw new MigrationRefused(name, 'is not named NNNN_what_it_does.sql');
  if (Number(number) < expected) {
    throw new MigrationRefused(name, `has a number that another file has; the next free one is max + 1`);
  }
  if (Number(number) > expected) {
    throw new MigrationRefused(name, `leaves a gap: ${String(expected).padStart(4, '0')} is missing`);
  }
}

export function readMigration(name: string, source: string): MigrationFile {
  for (const header of HEADERS) {
    const line = new RegExp(`^-- ${header}:[ \\t]*\\S`, 'm');
    if (!line.test(source)) throw new MigrationRefused(name, `has no header line "-- ${header}: …"`);
  }
  const statements = splitStatements(source);
  if (statements.length === 0) throw new MigrationRefused(name, 'holds no statement');
  return { name, sha256: createHash('sha256').update(source).digest('hex'), statements };
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MigrationRefused } from './migration-errors';
import { checkNumbers, type MigrationFile, parseMigration } from './migration-file';
import { assertOwnerName } from './owner-name';

/** Beside `src` and `dist`, which are equally deep, so the same path holds from source and from the build. */
export const MIGRATIONS_FOLDER = path.resolve(__dirname, '..', '..', 'migrations');

export interface OwnerMigrations {
  readonly owner: string;
  readonly files: readonly MigrationFile[];
}

/** One folder per owner; folders that start with `_` hold templates. */
export function readMigrations(folder: string): OwnerMigrations[] {
  if (!existsSync(folder)) throw new MigrationRefused(`the folder of migrations ${folder} is missing`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort()
    .map((owner) => ({ owner, files: readOwner(folder, owner) }));
}

/** A table that any owner may have (`outbox`, `sink_progress`), to be copied into a migration of that owner. */
export function readTemplate(name: 'outbox' | 'sink_progress'): string {
  return readFileSync(path.join(MIGRATIONS_FOLDER, '_templates', `${name}.sql`), 'utf8');
}

function readOwner(folder: string, owner: string): MigrationFile[] {
  assertOwnerName(owner);
  const names = readdirSync(path.join(folder, owner))
    .filter((name) => name.endsWith('.sql'))
    .sort();
  checkNumbers(owner, names);
  return names.map((name) => parseMigration(owner, name, readFileSync(path.join(folder, owner, name), 'utf8')));
}

import { MigrationRefused } from './migration-errors';
import type { MigrationFile } from './migration-file';
import type { OwnerMigrations } from './migration-folder';

export interface AppliedRow {
  readonly name: string;
  readonly sha256: string;
  readonly applied_at: Date;
  readonly ms: number;
}

/**
 * What is still to be applied. A database that is ahead of this build is fine (an older build runs beside a newer one
 * during a roll-out); a changed or vanished file, or one that was slipped in before an applied one, is not.
 */
export function pendingOf({ owner, files }: OwnerMigrations, applied: readonly AppliedRow[]): MigrationFile[] {
  const byName = new Map(applied.map((row) => [row.name, row]));
  const last = [...byName.keys()].sort().at(-1) ?? '';
  for (const file of files) {
    const row = byName.get(file.name);
    if (row !== undefined && row.sha256 !== file.sha256) {
      throw new MigrationRefused(
        `${owner}/${file.name} was changed after it was applied; restore it and put the change into the next number`,
      );
    }
    if (row === undefined && file.name < last) {
      throw new MigrationRefused(
        `${owner}/${file.name} comes before ${last}, which is applied; give it the next number`,
      );
    }
  }
  const known = new Set(files.map((file) => file.name));
  const newest = files.at(-1)?.name ?? '';
  const vanished = applied.find((row) => !known.has(row.name) && row.name < newest);
  if (vanished !== undefined) {
    throw new MigrationRefused(`${owner}/${vanished.name} is applied but its file is missing; restore the file`);
  }
  return files.filter((file) => !byName.has(file.name));
}

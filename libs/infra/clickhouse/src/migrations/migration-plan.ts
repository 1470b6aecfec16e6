import type { MigrationFile } from './migration-file';
import { MigrationRefused } from './migration-errors';

export interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
  readonly applied_at: string;
  readonly duration_ms: number;
}

export interface MigrationStatus {
  readonly name: string;
  readonly state: 'applied' | 'pending' | 'changed' | 'unknown';
  readonly appliedAt?: string;
}

/** Every migration known to the files or to the database; `unknown` are those of a newer version of this software. */
export function statusOf(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): MigrationStatus[] {
  const byName = new Map(applied.map((one) => [one.name, one]));
  const known = files.map(({ name, sha256 }): MigrationStatus => {
    const found = byName.get(name);
    if (found === undefined) return { name, state: 'pending' };
    return { name, state: found.sha256 === sha256 ? 'applied' : 'changed', appliedAt: found.applied_at };
  });
  const names = new Set(files.map(({ name }) => name));
  const unknown = applied.filter(({ name }) => !names.has(name));
  return [
    ...known,
    ...unknown.map(({ name, applied_at }): MigrationStatus => ({ name, state: 'unknown', appliedAt: applied_at })),
  ];
}

/** What is left to run, in order; refuses where files and database contradict each other. */
export function pendingOf(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): MigrationFile[] {
  const status = statusOf(files, applied);
  const changed = status.find(({ state }) => state === 'changed');
  if (changed !== undefined) {
    throw new MigrationRefused(changed.name, 'was changed after it was applied; write a new one instead');
  }
  const unknown = status.find(({ state }) => state === 'unknown');
  if (unknown !== undefined) {
    throw new MigrationRefused(unknown.name, 'is applied but not known here: the database belongs to a newer version');
  }
  const pending = new Set(status.filter(({ state }) => state === 'pending').map(({ name }) => name));
  const lastApplied = status.findLastIndex(({ state }) => state === 'applied');
  const skipped = status.findIndex(({ state }) => state === 'pending');
  if (skipped !== -1 && skipped < lastApplied) {
    throw new MigrationRefused(status[skipped]?.name ?? '', 'comes before one that is already applied');
  }
  return files.filter(({ name }) => pending.has(name));
}

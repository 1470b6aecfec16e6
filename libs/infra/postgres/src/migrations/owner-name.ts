import { MigrationRefused } from './migration-errors';

const OWNER = /^[a-z][a-z0-9_]{0,39}$/;

export const isOwnerName = (name: string): boolean => OWNER.test(name) && !name.startsWith('pg_');

/** The name becomes a role and a schema inside SQL that takes no parameters, so nothing but plain words may pass. */
export function assertOwnerName(name: string): void {
  if (!isOwnerName(name)) {
    throw new MigrationRefused(
      `the owner name "${name}" must be lower-case letters, digits and _, starting with a letter`,
    );
  }
}

export function quotedOwner(name: string): string {
  assertOwnerName(name);
  return `"${name}"`;
}

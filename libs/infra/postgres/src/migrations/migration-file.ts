import { createHash } from 'node:crypto';
import { MigrationRefused } from './migration-errors';

/** One numbered SQL file of one owner. */
export interface MigrationFile {
  readonly owner: string;
  readonly name: string;
  readonly sha256: string;
  readonly why: string;
  readonly cost: string;
  readonly undo: string;
  /** Extensions the file needs (`-- extensions: btree_gist`); created by the login before the owner's statements run. */
  readonly extensions: readonly string[];
  readonly sql: string;
}

const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

export function parseMigration(owner: string, name: string, sql: string): MigrationFile {
  const header = readHeader(sql);
  for (const part of ['why', 'cost', 'undo'] as const) {
    if (!header[part]) throw new MigrationRefused(`${owner}/${name} must open with a line "-- ${part}: …"`);
  }
  return {
    owner,
    name,
    sha256: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex'),
    why: header['why'] ?? '',
    cost: header['cost'] ?? '',
    undo: header['undo'] ?? '',
    extensions: (header['extensions'] ?? '').split(/[\s,]+/).filter((extension) => /^[a-z_]+$/.test(extension)),
    sql,
  };
}

/** The comment lines on top: `-- key: text`, where a line without a key continues the one before. */
function readHeader(sql: string): Record<string, string> {
  const header: Record<string, string> = {};
  let key: string | undefined;
  for (const line of sql.split(/\r?\n/)) {
    if (!line.startsWith('--')) break;
    const found = /^--\s*(why|cost|undo|extensions):\s*(.*)$/.exec(line);
    key = found?.[1] ?? key;
    const text = found === null ? line.replace(/^--\s*/, '') : (found[2] ?? '');
    if (key !== undefined) header[key] = `${header[key] ?? ''} ${text}`.trim();
  }
  return header;
}

/** Numbers start at 0001 and leave no gap, so two branches that take the same number collide in review, not in production. */
export function checkNumbers(owner: string, names: readonly string[]): void {
  const sorted = [...names].sort();
  sorted.forEach((name, index) => {
    const expected = String(index + 1).padStart(4, '0');
    const number = NAME.exec(name)?.[1];
    if (number === undefined) throw new MigrationRefused(`${owner}/${name} must be named NNNN_what_it_does.sql`);
    if (number === expected) return;
    const before = sorted[index - 1];
    if (before?.startsWith(number) === true) {
      throw new MigrationRefused(
        `${owner} has two migrations ${number}: ${before} and ${name}; renumber the newer one`,
      );
    }
    throw new MigrationRefused(`${owner} has no migration ${expected} but has ${name}; numbers must not leave a gap`);
  });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MigrationRefused } from './migration-errors';
import { readMigration, readMigrations } from './migration-file';
import { type AppliedMigration, pendingOf, statusOf } from './migration-plan';

const HEADER = '-- why: a table\n-- cost: none\n-- undo: drop it\n';
const source = (table: string) => `${HEADER}CREATE TABLE IF NOT EXISTS ${table} (a Int8) ENGINE = Memory;`;
const file = (name: string, text = source('t')) => readMigration(name, text);
const applied = (...files: { name: string; sha256: string }[]): AppliedMigration[] =>
  files.map(({ name, sha256 }) => ({ name, sha256, applied_at: '2026-09-01T00:00:00.000Z', duration_ms: 1 }));

describe('readMigrations', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  const put = (...names: string[]) => {
    rmSync(folder, { recursive: true, force: true });
    const fresh = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    for (const name of names) writeFileSync(path.join(fresh, name), source('t'));
    return fresh;
  };

  it('reads the files in the order of their numbers and leaves other files alone', () => {
    expect(readMigrations(put('0002_b.sql', '0001_a.sql', 'README.md')).map(({ name }) => name)).toEqual([
      '0001_a.sql',
      '0002_b.sql',
    ]);
  });

  it.each([
    ['a gap', ['0001_a.sql', '0003_c.sql'], /0002 is missing/],
    ['a duplicate', ['0001_a.sql', '0001_b.sql'], /0001_b\.sql has a number that another file has/],
    ['a start after one', ['0002_b.sql'], /0001 is missing/],
    ['another name', ['1_a.sql'], /NNNN_what_it_does/],
    ['capital letters', ['0001_A.sql'], /NNNN_what_it_does/],
  ])('refuses %s', (_, names, reason) => {
    expect(() => readMigrations(put(...names))).toThrow(reason);
  });

  it.each(['why', 'cost', 'undo'])('refuses a file without "-- %s:"', (header) => {
    const without = source('t').replace(new RegExp(`^-- ${header}:.*\n`, 'm'), '');
    expect(() => file('0001_a.sql', without)).toThrow(MigrationRefused);
    expect(() =>
      file('0001_a.sql', source('t').replace(new RegExp(`^-- ${header}:.*$`, 'm'), `-- ${header}: `)),
    ).toThrow(MigrationRefused);
  });

  it('refuses a file that does nothing', () => {
    expect(() => file('0001_a.sql', HEADER)).toThrow(MigrationRefused);
  });
});

describe('pendingOf', () => {
  const [one, two, three] = [file('0001_a.sql'), file('0002_b.sql'), file('0003_c.sql')];

  it('names what is not applied yet, in order', () => {
    expect(pendingOf([one, two, three], applied(one))).toEqual([two, three]);
    expect(pendingOf([one, two], applied(one, two))).toEqual([]);
    expect(pendingOf([one], [])).toEqual([one]);
  });

  it('refuses a file that was changed after it was applied', () => {
    expect(() => pendingOf([file('0001_a.sql', source('other')), two], applied(one))).toThrow(
      /0001_a\.sql was changed/,
    );
  });

  it('refuses a database of a newer version', () => {
    expect(() => pendingOf([one], applied(one, two))).toThrow(/newer version/);
  });

  it('refuses a file that comes before one that is applied', () => {
    expect(() => pendingOf([one, two], applied(two))).toThrow(/0001_a\.sql comes before/);
  });

  it('tells the state of each', () => {
    const states = statusOf(
      [one, file('0002_b.sql', source('other')), three],
      applied(one, two, { name: '0009_z.sql', sha256: 'x' }),
    );
    expect(states.map(({ name, state }) => `${name} ${state}`)).toEqual([
      '0001_a.sql applied',
      '0002_b.sql changed',
      '0003_c.sql pending',
      '0009_z.sql unknown',
    ]);
  });
});

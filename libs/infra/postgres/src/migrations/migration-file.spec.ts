import { MigrationRefused } from './migration-errors';
import { checkNumbers, parseMigration } from './migration-file';
import { pendingOf } from './pending';

const HEADER = '-- why: to test\n--   over two lines\n-- cost: none\n-- undo: drop\n';
const file = (name: string, sql = `${HEADER}SELECT 1`) => parseMigration('shop', name, sql);
const row = (name: string, sha256 = file(name).sha256) => ({ name, sha256, applied_at: new Date(0), ms: 1 });

describe('a migration file', () => {
  it('opens with why, cost and undo, each over as many lines as it needs', () => {
    expect(file('0001_a.sql')).toMatchObject({
      why: 'to test over two lines',
      cost: 'none',
      undo: 'drop',
      extensions: [],
    });
    expect(file('0001_a.sql', `${HEADER}-- extensions: btree_gist, citext\n`).extensions).toEqual([
      'btree_gist',
      'citext',
    ]);
  });

  it.each(['why', 'cost', 'undo'])('is refused without "%s"', (part) => {
    expect(() => file('0001_a.sql', HEADER.replace(`-- ${part}:`, '--'))).toThrow(MigrationRefused);
  });

  it('has the same checksum whatever line ends a checkout gave it', () => {
    const sql = `${HEADER}SELECT 1`;
    expect(file('0001_a.sql', sql.replaceAll('\n', '\r\n')).sha256).toBe(file('0001_a.sql', sql).sha256);
  });

  it.each([
    [['0001_a.sql', '0003_b.sql'], /no migration 0002/],
    [['0002_a.sql'], /no migration 0001/],
    [['0001_a.sql', '0001_b.sql'], /two migrations 0001/],
    [['0001_A.sql'], /must be named/],
  ])('numbers %j are refused with a sentence', (names, sentence) => {
    expect(() => checkNumbers('shop', names)).toThrow(sentence);
  });
});

describe('what is pending', () => {
  const files = ['0001_a.sql', '0002_b.sql'].map((name) => file(name));

  it('is what the database has not seen', () => {
    expect(pendingOf({ owner: 'shop', files }, [row('0001_a.sql')])).toEqual([files[1]]);
  });

  it('is nothing when a newer build was here before', () => {
    expect(pendingOf({ owner: 'shop', files }, [...files.map(({ name }) => row(name)), row('0003_c.sql')])).toEqual([]);
  });

  it.each([
    ['a changed file', [row('0001_a.sql', 'other')], /changed after it was applied/],
    ['a file before an applied one', [row('0002_b.sql')], /comes before 0002_b/],
    ['a vanished file', [row('0001_a.sql'), row('0001_z.sql')], /its file is missing/],
  ])('refuses %s', (_, applied, sentence) => {
    expect(() => pendingOf({ owner: 'shop', files }, applied)).toThrow(sentence);
  });
});

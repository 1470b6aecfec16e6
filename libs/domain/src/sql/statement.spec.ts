import { text, uint64 } from './binders';
import { sql } from './sql';
import { SqlRefused } from './sql-errors';
import { type RowOfStatement, statement, type Statement } from './statement';

const limits = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 2e9, maxRowsToRead: 1e9 };
const views = (name: string) =>
  statement<{ views: string }>({
    name: 'game-page-views',
    query: sql`\n  SELECT count() AS views WHERE name = ${text(name)}\n`,
    limits,
  });

describe('statement', () => {
  it('carries name, text, values and limits, and cannot be changed', () => {
    const made = views('Ёлка');
    expect(made).toMatchObject({
      name: 'game-page-views',
      text: 'SELECT count() AS views WHERE name = {p1:String}',
      params: { p1: 'Ёлка' },
      limits,
    });
    expect(() => Object.assign(made, { text: 'DROP' })).toThrow(TypeError);
    expect(() => Object.assign(made.params, { p1: 'x' })).toThrow(TypeError);
    expect(() => Object.assign(made.limits, { maxRows: 0 })).toThrow(TypeError);
  });

  it('knows the type of its rows', () => {
    const row: RowOfStatement<ReturnType<typeof views>> = { views: '1' };
    // @ts-expect-error another row type
    const other: Statement<{ sales: number }> = views('x');
    expect([row.views, other.name]).toEqual(['1', 'game-page-views']);
  });

  it('has the same key for the same question and another one for any difference', () => {
    expect(views('a').key).toBe(views('a').key);
    expect(views('a').key).not.toBe(views('b').key);
    const number = (value: bigint) => statement({ name: 'n', query: sql`SELECT ${uint64(value)}`, limits }).key;
    expect(number(1n)).not.toBe(number(2n));
  });

  it('has the same reading key as another one that reads the same under another name', () => {
    const named = (name: string, value: bigint) => statement({ name, query: sql`SELECT ${uint64(value)}`, limits });
    expect(named('a', 1n).readingKey).toBe(named('b', 1n).readingKey);
    expect(named('a', 1n).key).not.toBe(named('b', 1n).key);
    expect(named('a', 1n).readingKey).not.toBe(named('a', 2n).readingKey);
  });

  it.each(['', 'GamePageViews', 'game_page_views', 'a b', '-a', 'a--b', 'x'.repeat(81)])(
    'refuses the name %j',
    (name) => {
      expect(() => statement({ name, query: sql`SELECT 1`, limits })).toThrow(SqlRefused);
    },
  );

  it.each(['maxRows', 'maxSeconds', 'maxMemoryBytes', 'maxRowsToRead'])(
    'refuses a statement without a real %s',
    (limit) => {
      for (const value of [undefined, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10']) {
        expect(() => statement({ name: 'n', query: sql`SELECT 1`, limits: { ...limits, [limit]: value } })).toThrow(
          SqlRefused,
        );
      }
    },
  );

  it('refuses text in place of a query, and an empty query', () => {
    expect(() => statement({ name: 'n', query: { text: 'SELECT 1', params: {} } as never, limits })).toThrow(
      SqlRefused,
    );
    expect(() => statement({ name: 'n', query: sql`  `, limits })).toThrow(SqlRefused);
  });
});

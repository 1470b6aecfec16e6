import { day, text, textList, time, uint32, uint64, uuid } from './binders';
import { identifier, join, sql, type SqlFragment } from './sql';
import { SqlRefused } from './sql-errors';

const from = time(new Date('2026-09-01T00:00:00Z'));
const until = time(new Date('2026-09-02T00:00:00Z'));
const game = uuid('0198f3a0-0000-7000-8000-000000000001');

const inRange = () => sql`occurred_at >= ${from} AND occurred_at < ${until}`;
const question = (limit = 0): SqlFragment =>
  sql`SELECT count() AS views FROM events WHERE ${inRange()} AND game_id = ${game} LIMIT 10 OFFSET ${uint32(limit)}`;

describe('sql', () => {
  it('writes values as typed parameters numbered by position', () => {
    expect(question().text).toBe(
      "SELECT count() AS views FROM events WHERE occurred_at >= {p1:DateTime64(3, 'UTC')} AND occurred_at < {p2:DateTime64(3, 'UTC')}" +
        ' AND game_id = {p3:UUID} LIMIT 10 OFFSET {p4:UInt32}',
    );
    expect(question().params).toEqual({
      p1: '2026-09-01 00:00:00.000',
      p2: '2026-09-02 00:00:00.000',
      p3: '0198f3a0-0000-7000-8000-000000000001',
      p4: 0n,
    });
  });

  it('keeps an offset of zero', () => {
    expect(question(0).text).toBe(question(20).text);
    expect(question(0).params['p4']).toBe(0n);
  });

  it.each([`' OR 1=1 --`, '\\', `\\' OR`, '{p1:String}', '\0', '; DROP TABLE t', '/*', 'Ёлка “кавычки”', '${1}'])(
    'never lets the value %j into the text',
    (hostile) => {
      const fragment = sql`name = ${text(hostile)} OR name IN ${textList([hostile])}`;
      expect(fragment.text).toBe('name = {p1:String} OR name IN {p2:Array(String)}');
      expect(fragment.params).toEqual({ p1: hostile, p2: [hostile] });
    },
  );

  it('numbers the parameters of nested fragments in reading order, one that stands twice once', () => {
    const inner = sql`b = ${uint64(2n)}`;
    const outer = sql`a = ${uint64(1n)} AND (${inner} OR ${sql`NOT ${inner}`}) AND c = ${uint64(3n)}`;
    expect(outer.text).toBe('a = {p1:UInt64} AND (b = {p2:UInt64} OR NOT b = {p2:UInt64}) AND c = {p3:UInt64}');
    expect(Object.values(outer.params)).toEqual([1n, 2n, 3n]);
  });

  it('joins fragments with a separator', () => {
    const conditions = join([sql`1`, inRange(), sql`d = ${day('2026-09-01')}`], sql` AND `);
    expect(conditions.text).toBe(
      "1 AND occurred_at >= {p1:DateTime64(3, 'UTC')} AND occurred_at < {p2:DateTime64(3, 'UTC')} AND d = {p3:Date}",
    );
    expect(join([uint32(1), uint32(2)], sql`, `).text).toBe('{p1:UInt32}, {p2:UInt32}');
  });

  it('refuses to join nothing', () => {
    expect(() => join([], sql` AND `)).toThrow(SqlRefused);
  });

  it('refuses a semicolon and hand-written braces in the text', () => {
    expect(() => sql`SELECT 1; DROP TABLE t`).toThrow(SqlRefused);
    expect(() => sql`SELECT {p1:String}`).toThrow(SqlRefused);
  });

  it.each([
    ['text'],
    [1],
    [1n],
    [null],
    [undefined],
    [true],
    [new Date(0)],
    [['a']],
    [{ type: 'String', value: 'x' }],
    [{ text: 'x', params: {} }],
  ])('refuses the unbound value %p at run time', (value) => {
    expect(() => sql`SELECT ${value as never}`).toThrow(SqlRefused);
  });

  it('refuses unbound values at compile time', () => {
    // @ts-expect-error a bare string has no type on the server
    expect(() => sql`SELECT ${'x'}`).toThrow(SqlRefused);
    // @ts-expect-error a bare number has no type on the server
    expect(() => sql`SELECT ${1}`).toThrow(SqlRefused);
    // @ts-expect-error an object that only looks like a bound value
    expect(() => sql`SELECT ${{ type: 'String', value: 'x' }}`).toThrow(SqlRefused);
    // @ts-expect-error sql is no function: text could come from anywhere
    expect(() => sql('SELECT 1')).toThrow(SqlRefused);
  });
});

describe('identifier', () => {
  const COLUMNS = ['day', 'platform', 'events.name'] as const;

  it('quotes an allowed name', () => {
    expect(sql`GROUP BY ${identifier(COLUMNS, 'platform')}`.text).toBe('GROUP BY `platform`');
    expect(identifier(COLUMNS, 'events.name').text).toBe('`events`.`name`');
  });

  it('refuses every other name, at compile time and at run time', () => {
    // @ts-expect-error not on the list
    expect(() => identifier(COLUMNS, 'password')).toThrow(SqlRefused);
    expect(() => identifier(COLUMNS, 'a` FROM system.users' as never)).toThrow(SqlRefused);
    expect(() => identifier(['a`b'], 'a`b')).toThrow(SqlRefused);
    expect(() => identifier(['a\n'], 'a\n')).toThrow(SqlRefused);
  });
});

import { col } from './columns';
import { insertTable, type RowOf } from './insert-table';
import { SqlRefused } from './sql-errors';

const SALES = insertTable('sales', {
  sale_id: col.uuid,
  sold_at: col.dateTime64(3),
  amount: col.decimal(18, 4),
  user_no: col.nullable(col.uint64),
  platform: col.lowCardinality(col.string),
  tags: col.array(col.string),
  state: col.enum8({ paid: 1, refunded: 2 }),
});

describe('insertTable', () => {
  it('lists its columns in wire order with their ClickHouse types', () => {
    expect(SALES.columns.map(({ name, type }) => `${name} ${type.name}`)).toEqual([
      'sale_id UUID',
      "sold_at DateTime64(3, 'UTC')",
      'amount Decimal(18, 4)',
      'user_no Nullable(UInt64)',
      'platform LowCardinality(String)',
      'tags Array(String)',
      "state Enum8('paid' = 1, 'refunded' = 2)",
    ]);
  });

  it('types its rows', () => {
    const row: RowOf<typeof SALES> = {
      sale_id: '0198f3a0-0000-7000-8000-000000000001',
      sold_at: new Date(0),
      amount: '12.50',
      user_no: 1n,
      platform: 'web',
      tags: [],
      state: 'paid',
    };
    // @ts-expect-error a 64-bit number is a bigint, a state is one of the list
    const wrong: RowOf<typeof SALES> = { ...row, user_no: 1, state: 'lost' };
    expect([row.user_no, wrong.state]).toEqual([1n, 'lost']);
  });

  it.each(['a b', 'a`', 'a;', '', '1a'])('refuses the name %j for a table and for a column', (name) => {
    expect(() => insertTable(name, { a: col.string })).toThrow(SqlRefused);
    expect(() => insertTable('t', { [name]: col.string })).toThrow(SqlRefused);
  });

  it('refuses a table without columns and column types that cannot exist', () => {
    expect(() => insertTable('t', {})).toThrow(SqlRefused);
    expect(() => col.decimal(10, 11)).toThrow(SqlRefused);
    expect(() => col.fixedString(0)).toThrow(SqlRefused);
    expect(() => col.enum8({ big: 128 })).toThrow(SqlRefused);
    expect(() => col.enum16({ "a'": 1 })).toThrow(SqlRefused);
  });
});

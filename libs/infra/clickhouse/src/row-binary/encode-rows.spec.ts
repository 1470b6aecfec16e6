import { col, type ColumnType, insertTable } from '@analytics/domain';
import { RowsRefused } from '../errors/clickhouse-errors';
import { encodeRows } from './encode-rows';

const MIB = 1024 * 1024;
const encodeOne = async (type: ColumnType<unknown>, value: unknown) => {
  const { chunks } = await encodeRows(insertTable('t', { a: type }), [{ a: value }], MIB);
  return Buffer.concat(chunks).toString('hex');
};

describe('encodeRows', () => {
  it.each<[string, ColumnType<unknown>, unknown, string]>([
    ['UInt8', col.uint8, 255, 'ff'],
    ['Int16', col.int16, -2, 'feff'],
    ['UInt64', col.uint64, 1n, '0100000000000000'],
    ['String of two bytes a letter', col.string, 'Ё', '02d081'],
    ['UUID', col.uuid, '00112233-4455-6677-8899-aabbccddeeff', '7766554433221100ffeeddccbbaa9988'],
    ['Date', col.date, '1970-01-02', '0100'],
    ['DateTime64(6)', col.dateTime64(6), new Date(-1), '18fcffffffffffff'],
    ['Decimal of 4 bytes', col.decimal(9, 2), '-1.5', '6affffff'],
    ['Decimal of 16 bytes', col.decimal(20, 0), '-1', 'ff'.repeat(16)],
    ['Nullable without a value', col.nullable(col.uint32), null, '01'],
    ['Nullable with a value', col.nullable(col.uint8), 7, '0007'],
    ['Array', col.array(col.lowCardinality(col.string)), ['a', ''], '02016100'],
    ['FixedString, padded', col.fixedString(3), 'a', '610000'],
    ['Enum8', col.enum8({ paid: 1, refunded: -2 }), 'refunded', 'fe'],
    ['Bool', col.bool, true, '01'],
  ])('writes %s', async (_, type, value, hex) => {
    expect(await encodeOne(type, value)).toBe(hex);
  });

  it('writes a length of more than seven bits', async () => {
    expect((await encodeOne(col.string, 'x'.repeat(300))).slice(0, 4)).toBe('ac02');
  });

  it.each<[string, ColumnType<unknown>, unknown]>([
    ['a negative unsigned', col.uint8, -1],
    ['an overflow', col.uint32, 2 ** 32],
    ['a fraction', col.int32, 0.5],
    ['a number for 64 bit', col.uint64, 1],
    ['a 64-bit overflow', col.int64, 2n ** 63n],
    ['NaN', col.float64, Number.NaN],
    ['a float past 32 bit', col.float32, 1e39],
    ['a missing value', col.string, undefined],
    ['null in a plain column', col.string, null],
    ['undefined in a nullable column', col.nullable(col.string), undefined],
    ['text that is no uuid', col.uuid, 'x'],
    ['a day that does not exist', col.date, '2026-02-30'],
    ['a day before the type', col.date, '1969-12-31'],
    ['an invalid Date', col.dateTime64(3), new Date(Number.NaN)],
    ['a Date past nanoseconds', col.dateTime64(9), new Date('2262-01-01T00:00:00Z')],
    ['lost milliseconds', col.dateTime, new Date(1)],
    ['a decimal with too many digits', col.decimal(4, 2), '100.00'],
    ['a decimal that would be rounded', col.decimal(4, 2), '1.001'],
    ['a long fixed string', col.fixedString(2), 'Ёж'],
    ['an unknown name of an enum', col.enum8({ paid: 1 }), 'lost'],
    ['a truthy flag', col.bool, 1],
    ['one bad element', col.array(col.uint8), [1, 256]],
    ['text for a list', col.array(col.string), 'abc'],
  ])('refuses %s', async (_, type, value) => {
    await expect(encodeOne(type, value)).rejects.toBeInstanceOf(RowsRefused);
  });

  it('names the column and the row that do not fit, not the value', async () => {
    const table = insertTable('sales', { id: col.uint32, note: col.fixedString(3) });
    const rows = [...Array.from({ length: 7_000 }, (_, id) => ({ id, note: 'ok' })), { id: 7_000, note: 'secret' }];
    await expect(encodeRows(table, rows, MIB)).rejects.toMatchObject({
      kind: 'invalid',
      table: 'sales',
      column: 'note',
      row: 7_000,
      message:
        'rows for table sales cannot be written: row 7000, column note, FixedString(3) takes text or bytes of at most 3 bytes',
    });
  });

  it('refuses more bytes than one insert may hold', async () => {
    const table = insertTable('t', { a: col.string });
    await expect(encodeRows(table, [{ a: 'x'.repeat(101) }], 100)).rejects.toBeInstanceOf(RowsRefused);
  });

  it('carries long values and long batches over chunk borders unbroken', async () => {
    const table = insertTable('t', { a: col.string, b: col.uint64 });
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ a: `${i}`.repeat(i % 50), b: BigInt(i) })).concat({
      a: 'y'.repeat(MIB),
      b: 1n,
    });
    const { chunks, bytes } = await encodeRows(table, rows, 100 * MIB);
    const all = Buffer.concat(chunks);
    let at = 0;
    for (const row of rows) {
      let size = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = all.readUInt8(at++);
        size += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) break;
      }
      if (all.toString('utf8', at, at + size) !== row.a || all.readBigUInt64LE(at + size) !== row.b) {
        throw new Error(`row ${row.b} is broken`);
      }
      at += size + 8;
    }
    expect([at, bytes, chunks.length > 3]).toEqual([all.length, all.length, true]);
  });
});

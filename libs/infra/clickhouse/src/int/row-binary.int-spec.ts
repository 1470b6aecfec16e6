import { col, type ColumnType, identifier, insertTable, sql, statement } from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const limits = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 1e9, maxRowsToRead: 1e6 };
const at = (text: string) => new Date(text);
const UUID = '0198f3a0-1234-7abc-9def-0123456789ab';
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Each column type, the values put in, and how the server reads each of them back as text. */
// prettier-ignore
const CASES: readonly [string, ColumnType<unknown>, readonly (readonly [unknown, string])[]][] = [
  ['uint8', col.uint8, [[0, '0'], [255, '255']]],
  ['uint16', col.uint16, [[0, '0'], [65_535, '65535']]],
  ['uint32', col.uint32, [[0, '0'], [4_294_967_295, '4294967295']]],
  ['uint64', col.uint64, [[0n, '0'], [18_446_744_073_709_551_615n, '18446744073709551615'], [9_007_199_254_740_993n, '9007199254740993']]],
  ['int8', col.int8, [[-128, '-128'], [127, '127']]],
  ['int16', col.int16, [[-32_768, '-32768'], [32_767, '32767']]],
  ['int32', col.int32, [[-2_147_483_648, '-2147483648'], [2_147_483_647, '2147483647']]],
  ['int64', col.int64, [[-9_223_372_036_854_775_808n, '-9223372036854775808'], [9_223_372_036_854_775_807n, '9223372036854775807']]],
  ['float32', col.float32, [[0.5, '0.5'], [-3.4028234663852886e38, '-3.4028235e38'], [0, '0']]],
  ['float64', col.float64, [[Number.MAX_VALUE, '1.7976931348623157e308'], [5e-324, '5e-324'], [-0.1, '-0.1']]],
  ['string', col.string, ['', 'Ёлка 🎄', "'\\\"\t\n;--", 'x'.repeat(70_000), 'a\0b'].map((text) => [text, text])],
  // The server drops trailing zero bytes when it turns a fixed string into text.
  ['fixed_string', col.fixedString(4), [['abcd', 'abcd'], ['a', 'a'], [Uint8Array.of(65, 66, 67, 68), 'ABCD']]],
  ['uuid', col.uuid, [[NIL_UUID, NIL_UUID], [UUID.toUpperCase(), UUID]]],
  ['bool', col.bool, [[true, 'true'], [false, 'false']]],
  ['date', col.date, ['1970-01-01', '2024-02-29', '2149-06-06'].map((day) => [day, day])],
  ['date32', col.date32, ['1900-01-01', '2299-12-31'].map((day) => [day, day])],
  ['date_time', col.dateTime, [[at('1970-01-01T00:00:00Z'), '1970-01-01 00:00:00'], [at('2106-02-07T06:28:15Z'), '2106-02-07 06:28:15']]],
  ['date_time64_3', col.dateTime64(3), ['1900-01-01 00:00:00.000', '1969-12-31 23:59:59.999', '2299-12-31 23:59:59.999'].map((text) => [at(`${text}Z`), text])],
  ['date_time64_6', col.dateTime64(6), [[at('2026-09-01T12:00:00.007Z'), '2026-09-01 12:00:00.007000']]],
  ['date_time64_9', col.dateTime64(9), [[at('2261-12-31T23:59:59.999Z'), '2261-12-31 23:59:59.999000000'], [at('1900-01-01T00:00:00Z'), '1900-01-01 00:00:00.000000000']]],
  ['decimal9', col.decimal(9, 2), ['-9999999.99', '0', '12.5'].map((text) => [text, text])],
  ['decimal18', col.decimal(18, 4), ['99999999999999.9999', '-0.0001'].map((text) => [text, text])],
  ['decimal38', col.decimal(38, 0), [`-${'9'.repeat(38)}`, '18446744073709551616'].map((text) => [text, text])],
  ['decimal76', col.decimal(76, 10), [`${'9'.repeat(66)}.${'9'.repeat(10)}`, '-1'].map((text) => [text, text])],
  ['enum8', col.enum8({ paid: 1, refunded: -128 }), [['paid', 'paid'], ['refunded', 'refunded']]],
  ['enum16', col.enum16({ small: -32_768, big: 32_767 }), [['small', 'small'], ['big', 'big']]],
  ['low_cardinality', col.lowCardinality(col.string), ['', 'web', 'Ёж'].map((text) => [text, text])],
  ['low_cardinality_nullable', col.lowCardinality(col.nullable(col.string)), [[null, 'NULL'], ['web', 'web']]],
  ['nullable', col.nullable(col.uint64), [[null, 'NULL'], [0n, '0']]],
  ['array', col.array(col.string), [[[], '[]'], [['a', "b'", 'Ё'], "['a','b\\'','Ё']"]]],
  ['array_nullable', col.array(col.nullable(col.int32)), [[[1, null, -1], '[1,NULL,-1]']]],
  ['array_of_array', col.array(col.array(col.uint8)), [[[[], [1, 2]], '[[],[1,2]]'], [new Array(200).fill([7]), `[${'[7],'.repeat(199)}[7]]`]]],
  ['array_of_uuid', col.array(col.uuid), [[[UUID], `['${UUID}']`]]],
];

describe('the RowBinary writer', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-row-binary', { databases: ['clickhouse'] }));
  });
  afterAll(() => warehouse.close());

  it.each(CASES)('writes %s values that the server reads as the same values', async (name, type, values) => {
    const { admin, clickhouse, config } = warehouse;
    await admin.command({
      query: `CREATE TABLE ${config.database}.${name} (n UInt32, before String, value ${type.name}, after String) ENGINE = MergeTree ORDER BY n`,
    });
    const table = insertTable(name, { n: col.uint32, before: col.string, value: type, after: col.string });
    const rows = values.map(([value], n) => ({ n, before: `<${n}`, value, after: `${n}>` }));
    await clickhouse.insert(table, rows, { token: 'once' });

    // Turned into text by the server itself; arrays are never NULL and take no Nullable cast.
    const isArray = type.name.startsWith('Array');
    const text = isArray ? sql`toString(value)` : sql`ifNull(CAST(value AS Nullable(String)), 'NULL')`;
    const readBack = statement<{ before: string; text: string; after: string }>({
      name: 'read-back',
      query: sql`SELECT before, ${text} AS text, after FROM ${identifier([name], name)} ORDER BY n`,
      limits,
    });
    expect(await clickhouse.run(readBack)).toEqual(
      values.map(([, text], n) => ({ before: `<${n}`, text, after: `${n}>` })),
    );
  });
});

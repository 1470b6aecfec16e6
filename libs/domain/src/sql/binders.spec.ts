import * as bind from './binders';
import { type Bound, listOf, MAX_LIST_LENGTH, nullable } from './bound';
import { SqlRefused, ValueRefused } from './sql-errors';

const instant = new Date('2026-09-01T12:00:00.007Z');
const id = '0198F3A0-0000-7000-8000-000000000001';

describe('binders', () => {
  it.each<[string, Bound, string, unknown]>([
    ['an instant to the millisecond', bind.time(instant), "DateTime64(3, 'UTC')", '2026-09-01 12:00:00.007'],
    [
      'an instant before 1970',
      bind.time(new Date('1969-12-31T23:59:59.999Z')),
      "DateTime64(3, 'UTC')",
      '1969-12-31 23:59:59.999',
    ],
    ['a day', bind.day('2024-02-29'), 'Date', '2024-02-29'],
    ['a uuid in lower case', bind.uuid(id), 'UUID', id.toLowerCase()],
    ['Cyrillic text', bind.text('Ёлка'), 'String', 'Ёлка'],
    ['hostile text untouched', bind.text("'; DROP TABLE t --\\\0"), 'String', "'; DROP TABLE t --\\\0"],
    ['empty text', bind.text(''), 'String', ''],
    ['zero', bind.uint8(0), 'UInt8', 0n],
    ['the largest UInt64', bind.uint64(18446744073709551615n), 'UInt64', 18446744073709551615n],
    ['the smallest Int64', bind.int64(-9223372036854775808n), 'Int64', -9223372036854775808n],
    ['a fraction', bind.float64(-0.25), 'Float64', -0.25],
    ['money as text', bind.decimal(18, 4)('-12.5'), 'Decimal(18, 4)', '-12.5'],
    ['false', bind.bool(false), 'Bool', false],
    ['nothing', nullable(bind.text)(null), 'Nullable(String)', null],
    ['something nullable', nullable(bind.uint32)(0), 'Nullable(UInt32)', 0n],
    ['a list', bind.textList(['a', "b'"]), 'Array(String)', ['a', "b'"]],
    ['an empty list', bind.uuidList([]), 'Array(UUID)', []],
    ['a list with nothing inside', listOf(nullable(bind.int8))([1, null]), 'Array(Nullable(Int8))', [1n, null]],
  ])('bind %s', (_, bound, type, value) => {
    expect({ type: bound.type, value: bound.value }).toEqual({ type, value });
  });

  it.each<[string, () => Bound]>([
    ['an invalid Date', () => bind.time(new Date(Number.NaN))],
    ['a Date past the type', () => bind.time(new Date('2300-01-01T00:00:00Z'))],
    ['text for an instant', () => bind.time('2026-09-01' as never)],
    ['a day that does not exist', () => bind.day('2026-02-30')],
    ['a day before the type', () => bind.day('1969-12-31')],
    ['a day with a tail', () => bind.day('2026-02-01 OR 1')],
    ['a uuid with a tail', () => bind.uuid(`${id}'`)],
    ['a lone surrogate', () => bind.text('\ud800')],
    ['a number for text', () => bind.text(1 as never)],
    ['a negative unsigned', () => bind.uint32(-1)],
    ['an overflow', () => bind.uint16(65_536)],
    ['a 64-bit overflow', () => bind.uint64(2n ** 64n)],
    ['a fraction for an integer', () => bind.int32(1.5)],
    ['a number past exactness', () => bind.uint64(2 ** 53)],
    ['text for a number', () => bind.uint8('1; drop' as never)],
    ['infinity', () => bind.float64(Number.POSITIVE_INFINITY)],
    ['too many decimals', () => bind.decimal(18, 2)('1.001')],
    ['too many digits', () => bind.decimal(4, 2)('100')],
    ['exponent notation', () => bind.decimal(18, 4)('1e3')],
    ['a truthy number for a flag', () => bind.bool(1 as never)],
    ['one bad element', () => bind.uuidList([id, 'x'])],
    ['an endless list', () => bind.uint32List(new Array<number>(MAX_LIST_LENGTH + 1).fill(1))],
    ['no list', () => bind.textList('abc' as never)],
  ])('refuse %s', (_, make) => {
    expect(make).toThrow(ValueRefused);
  });

  it('never repeat the refused value', () => {
    expect(() => bind.uuid('secret-value')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });

  it('refuse a list of decimals, which would lose digits on the way', () => {
    expect(() => listOf(bind.decimal(18, 4))).toThrow(SqlRefused);
  });

  it('refuse a decimal type that cannot exist', () => {
    expect(() => bind.decimal(77, 2)).toThrow(ValueRefused);
  });
});

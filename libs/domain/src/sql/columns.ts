import { SqlRefused } from './sql-errors';

/** How a value lies on the wire; infra compiles its row writer from this description. */
export type ColumnShape =
  | { readonly kind: 'UInt' | 'Int'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'Float'; readonly bits: 32 | 64 }
  | { readonly kind: 'String' | 'UUID' | 'Date' | 'Date32' | 'DateTime' | 'Bool' }
  | { readonly kind: 'FixedString'; readonly bytes: number }
  | { readonly kind: 'DateTime64'; readonly precision: 3 | 6 | 9 }
  | { readonly kind: 'Decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'Enum'; readonly bits: 8 | 16; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'LowCardinality' | 'Nullable' | 'Array'; readonly of: ColumnShape };

/** A column's ClickHouse type and, for the compiler, the type of the values that go in. */
export interface ColumnType<T> {
  readonly name: string;
  readonly shape: ColumnShape;
  /** Never set; carries `T` for the compiler. */
  readonly value?: T;
}

function column<T>(name: string, shape: ColumnShape): ColumnType<T> {
  return Object.freeze({ name, shape });
}

const sized = <T>(kind: 'UInt' | 'Int', bits: 8 | 16 | 32 | 64) => column<T>(`${kind}${bits}`, { kind, bits });

function decimalColumn(precision: number, scale: number): ColumnType<string> {
  const fits =
    Number.isInteger(precision) &&
    Number.isInteger(scale) &&
    precision >= 1 &&
    precision <= 76 &&
    scale >= 0 &&
    scale <= precision;
  if (!fits) throw new SqlRefused('a decimal has a precision from 1 to 76 and a scale within it');
  return column(`Decimal(${precision}, ${scale})`, { kind: 'Decimal', precision, scale });
}

function fixedStringColumn(bytes: number): ColumnType<string | Uint8Array> {
  if (!Number.isInteger(bytes) || bytes < 1) throw new SqlRefused('a fixed string has a length of 1 byte or more');
  return column(`FixedString(${bytes})`, { kind: 'FixedString', bytes });
}

function enumColumn<const Values extends Readonly<Record<string, number>>>(
  bits: 8 | 16,
  values: Values,
): ColumnType<keyof Values & string> {
  const list = Object.entries(values);
  const limit = 2 ** (bits - 1);
  for (const [label, number] of list) {
    if (!/^[\w .:-]+$/.test(label) || !Number.isInteger(number) || number < -limit || number >= limit) {
      throw new SqlRefused('an enum maps plain names to whole numbers of its size');
    }
  }
  return column(`Enum${bits}(${list.map(([label, number]) => `'${label}' = ${number}`).join(', ')})`, {
    kind: 'Enum',
    bits,
    values,
  });
}

/** The column types a table description is made of. 64-bit integers are bigint; days are `YYYY-MM-DD`; decimals are text. */
export const col = {
  uint8: sized<number>('UInt', 8),
  uint16: sized<number>('UInt', 16),
  uint32: sized<number>('UInt', 32),
  uint64: sized<bigint>('UInt', 64),
  int8: sized<number>('Int', 8),
  int16: sized<number>('Int', 16),
  int32: sized<number>('Int', 32),
  int64: sized<bigint>('Int', 64),
  float32: column<number>('Float32', { kind: 'Float', bits: 32 }),
  float64: column<number>('Float64', { kind: 'Float', bits: 64 }),
  string: column<string>('String', { kind: 'String' }),
  uuid: column<string>('UUID', { kind: 'UUID' }),
  bool: column<boolean>('Bool', { kind: 'Bool' }),
  date: column<string>('Date', { kind: 'Date' }),
  date32: column<string>('Date32', { kind: 'Date32' }),
  dateTime: column<Date>("DateTime('UTC')", { kind: 'DateTime' }),
  dateTime64: (precision: 3 | 6 | 9) =>
    column<Date>(`DateTime64(${precision}, 'UTC')`, { kind: 'DateTime64', precision }),
  decimal: decimalColumn,
  fixedString: fixedStringColumn,
  enum8: <const V extends Readonly<Record<string, number>>>(values: V) => enumColumn(8, values),
  enum16: <const V extends Readonly<Record<string, number>>>(values: V) => enumColumn(16, values),
  lowCardinality: <T>(of: ColumnType<T>) =>
    column<T>(`LowCardinality(${of.name})`, { kind: 'LowCardinality', of: of.shape }),
  nullable: <T>(of: ColumnType<T>) => column<T | null>(`Nullable(${of.name})`, { kind: 'Nullable', of: of.shape }),
  array: <T>(of: ColumnType<T>) => column<readonly T[]>(`Array(${of.name})`, { kind: 'Array', of: of.shape }),
} as const;

import type { ColumnShape } from '../sql/columns';
import type { InsertTable } from '../sql/insert-table';
import { identifier, join, sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';

/** What reading for a batch of events may cost. */
export const READING_LIMITS = {
  maxRows: 2_000_000,
  maxSeconds: 60,
  maxMemoryBytes: 4_000_000_000,
  maxRowsToRead: 2_000_000_000,
};

/** A stored row as it comes over the wire: instants in Unix milliseconds. */
export type StoredRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a derived table as they stand, without those taken back. The condition names columns as `t.column`, those of the
 * sorting key only: it is applied before versions are told apart, so that only what was asked for is.
 */
export function storedRows<Row>(table: InsertTable<Row>, condition: SqlFragment): Statement<StoredRow> {
  const names = table.columns.map(({ name }) => name);
  const column = (name: string) => identifier(names, name);
  const columns = table.columns.map(({ name, type }) =>
    isInstant(type.shape)
      ? sql`toUnixTimestamp64Milli(t.${column(name)}) AS ${column(name)}`
      : sql`t.${column(name)} AS ${column(name)}`,
  );
  return statement({
    name: `stored-${table.name.replaceAll('_', '-')}`,
    limits: READING_LIMITS,
    query: sql`SELECT ${join(columns, sql`, `)} FROM ${identifier([table.name], table.name)} AS t FINAL PREWHERE ${condition}`,
  });
}

/** The row as its writer would give it: a reader is made once for many rows, and knows which columns are not as they come. */
export function rowReader<Row>(table: InsertTable<Row>): (stored: StoredRow) => Row {
  const converted = table.columns.flatMap(({ name, type }): [string, (value: unknown) => unknown][] => {
    if (isInstant(type.shape)) return [[name, (value) => new Date(Number(value))]];
    return type.shape.kind === 'UInt' && type.shape.bits === 64 ? [[name, (value) => BigInt(value as string)]] : [];
  });
  return (stored) => {
    const row: Record<string, unknown> = { ...stored };
    for (const [name, convert] of converted) if (row[name] !== null) row[name] = convert(row[name]);
    return row as Row;
  };
}

function isInstant(shape: ColumnShape): boolean {
  if (shape.kind === 'Nullable') return isInstant(shape.of);
  return shape.kind === 'DateTime64';
}

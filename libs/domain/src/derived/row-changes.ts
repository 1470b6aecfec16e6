import type { InsertTable } from '../sql/insert-table';

/** What every derived row ends with: how much was known when it was computed, and whether it is one no more. */
export interface Versioned {
  readonly facts: bigint;
  readonly is_deleted: number;
}

/** Rows of one table that have to be written so that it holds what follows from the facts. */
export interface RowChanges<Row = object> {
  readonly table: InsertTable<Row>;
  readonly rows: readonly Row[];
  /**
   * Those of them whose place held none. Such a one may be wrong by now without anybody who knew more having seen it, so
   * whoever writes it looks again. All others lose, by their version, to whoever knew more.
   */
  readonly fresh: readonly Row[];
}

export interface RowComparison<Row> {
  readonly table: InsertTable<Row>;
  /** What the facts say. */
  readonly derived: readonly Row[];
  /** What the table holds of the same subjects. */
  readonly stored: readonly Row[];
  /** Equal for two rows of which only one can be. */
  readonly keyOf: (row: Row) => string;
  /** How much is known of the subject of a row that is to go. */
  readonly factsOf: (stored: Row) => bigint;
}

/**
 * New and differing rows, and a tombstone for every row that is none any more. A row that says the same but was computed from
 * less is written again: else a worker that knew less than this one and writes later would win.
 */
export function rowChanges<Row extends Versioned>(comparison: RowComparison<Row>): RowChanges<Row> {
  const { table, derived, stored, keyOf, factsOf } = comparison;
  const saysTheSame = contentComparison(table);
  const left = new Map(stored.map((row) => [keyOf(row), row]));
  const rows: Row[] = [];
  const fresh: Row[] = [];
  for (const row of derived) {
    const key = keyOf(row);
    const before = left.get(key);
    left.delete(key);
    if (before === undefined) fresh.push(row);
    const stands = before !== undefined && before.facts >= row.facts && saysTheSame(before, row);
    if (!stands) rows.push(row);
  }
  for (const row of left.values()) rows.push({ ...row, facts: factsOf(row), is_deleted: 1 });
  return { table, rows, fresh };
}

/** Of all of a row but its version. */
function contentComparison<Row>({ columns }: InsertTable<Row>): (one: Row, other: Row) => boolean {
  const names = columns
    .map(({ name }) => name)
    .filter((name) => name !== 'facts' && name !== 'is_deleted') as (keyof Row)[];
  return (one, other) => names.every((name) => isSame(one[name] ?? null, other[name] ?? null));
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other || typeof one !== 'object' || typeof other !== 'object') return one === other;
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  return JSON.stringify(one) === JSON.stringify(other);
}

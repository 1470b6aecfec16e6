import type { ColumnType } from './columns';
import { isIdentifier } from './sql';
import { SqlRefused } from './sql-errors';

type Columns = Readonly<Record<string, ColumnType<unknown>>>;
type RowFor<C extends Columns> = { readonly [K in keyof C]: C[K] extends ColumnType<infer T> ? T : never };

/** A table as its writer sees it: the columns it fills, in wire order. Server defaults fill the others. */
export class InsertTable<Row> {
  declare protected readonly row: Row;

  /** @internal */
  constructor(
    readonly name: string,
    readonly columns: readonly { readonly name: string; readonly type: ColumnType<unknown> }[],
  ) {
    Object.freeze(this);
  }
}

export type RowOf<T> = T extends InsertTable<infer Row> ? Row : never;

/** `insertTable('events', { event_id: col.uuid, … })`; the row type follows from the columns. */
export function insertTable<const C extends Columns>(name: string, columns: C): InsertTable<RowFor<C>> {
  const list = Object.entries(columns).map(([column, type]) => Object.freeze({ name: column, type }));
  if (list.length === 0) throw new SqlRefused(`table ${name} needs a column`);
  if (![name, ...list.map((column) => column.name)].every(isIdentifier)) {
    throw new SqlRefused('a table and its columns are named with letters, digits and underscores');
  }
  return new InsertTable(name, Object.freeze(list));
}

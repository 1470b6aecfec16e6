import { randomUUID } from 'node:crypto';
import type { InsertTable, RowChanges, Statement } from '@analytics/domain';
import type { ClickHouse } from '../clickhouse';

/** What the derivation needs of the warehouse. */
export type Warehouse = Pick<ClickHouse, 'run' | 'insert'>;

/** What has to be written so that some subjects stand as their facts say. */
export interface Derived<Subject> {
  readonly changes: readonly RowChanges[];
  /** Subjects that get a row where there was none. */
  readonly fresh: readonly Subject[];
  /**
   * Asked when the rows are written: those fresh ones of whom more is known now than was read. Of the others nobody can have known
   * more before the rows were there to be seen.
   */
  readonly outgrown: () => Promise<readonly Subject[]>;
}

export const NOTHING_DERIVED: Derived<never> = { changes: [], fresh: [], outgrown: () => Promise.resolve([]) };

/** Bounds of the derivation. */
export interface DerivedLimits {
  /** Subjects that are read and computed at once; of those with long names fewer. */
  readonly subjects: number;
  /** Facts of trails that are read and computed at once, about. */
  readonly facts: number;
  /** Times rows are computed again because facts came in between, before the caller is told to come back. */
  readonly rounds: number;
  /** Rows of one insert. */
  readonly insertRows: number;
  /** Months of one insert; the server refuses a block that touches too many. */
  readonly insertMonths: number;
  /** Days by which the reading of an unbroken trail may grow; a longer one is read no further. */
  readonly trailDays: number;
}

export const DERIVED_LIMITS: DerivedLimits = {
  subjects: 1_000,
  facts: 50_000,
  rounds: 5,
  insertRows: 20_000,
  insertMonths: 50,
  trailDays: 400,
};

/** Longest list a statement takes. */
const LIST = 5_000;
/** What a question may say in names, and what a number beside a name takes: the engine parses 256 KiB of it, and names are said twice. */
const NAME_BYTES = 96 * 1024;
const NUMBER_BYTES = 12;
const QUOTES_BYTES = 3;

export const inSlices = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** The same for subjects with names, of which fewer fit into one question; a name that is said already takes no room. */
export function inNamedSlices<T>(items: readonly T[], size: number, nameOf: (item: T) => string): T[][] {
  const slices: T[][] = [];
  let names = new Set<string>();
  let bytes = 0;
  for (const item of items) {
    const name = nameOf(item);
    const named = NUMBER_BYTES + QUOTES_BYTES + Buffer.byteLength(name);
    const more = names.has(name) ? NUMBER_BYTES : named;
    const last = slices.at(-1);
    if (last !== undefined && last.length < size && bytes + more <= NAME_BYTES) {
      last.push(item);
      names.add(name);
      bytes += more;
    } else {
      slices.push([item]);
      names = new Set([name]);
      bytes = named;
    }
  }
  return slices;
}

/** Asks for a long list in as many statements as it takes. */
export async function askInSlices<Item, Row>(
  warehouse: Warehouse,
  items: readonly Item[],
  ask: (slice: readonly Item[]) => Statement<Row>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const slice of inSlices(items, LIST)) {
    for (const row of await warehouse.run(ask(slice))) rows.push(row);
  }
  return rows;
}

/** Each write is one of its own: what makes a repeat harmless is the version in the row, not the token. */
export async function write(
  warehouse: Warehouse,
  { table, rows }: RowChanges,
  { insertRows, insertMonths }: DerivedLimits,
): Promise<void> {
  for (const months of inSlices([...byMonth(table, rows).values()], insertMonths)) {
    for (const block of inSlices(months.flat(), insertRows)) {
      await warehouse.insert(table, block, { token: `derived:${table.name}:${randomUUID()}` });
    }
  }
}

/** The tables are cut into months by their first instant. */
function byMonth<Row extends object>({ columns }: InsertTable<Row>, rows: readonly Row[]): Map<string, Row[]> {
  const name = columns
    .map((column) => column.name)
    .find((column) => column === 'started_at' || column === 'effective_at')!;
  const months = new Map<string, Row[]>();
  for (const row of rows) {
    const month = ((row as Record<string, unknown>)[name] as Date).toISOString().slice(0, 7);
    const known = months.get(month);
    if (known === undefined) months.set(month, [row]);
    else known.push(row);
  }
  return months;
}

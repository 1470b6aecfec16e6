/** What a table holds when it is right, and how to ask for it. */
export interface TableCheck {
  readonly name: string;
  /** Gives one column, `row`: the values of a row as texts with `|` between them. */
  readonly query: string;
  /** The expected rows, in order of their text. */
  readonly rows: readonly string[];
}

type Value = string | number | bigint | boolean;

interface Columns<T> {
  readonly name: string;
  readonly from: string;
  /** Expression of the engine → value in the reference. */
  readonly columns: Readonly<Record<string, (item: T) => Value>>;
  readonly groupBy?: string;
}

/** Compares whole rows: a column says both how the engine names it and what the reference expects in it. */
export function tableCheck<T>({ name, from, columns, groupBy }: Columns<T>, items: Iterable<T>): TableCheck {
  const texts = Object.keys(columns).map((expression) => `toString(${expression})`);
  const grouped = groupBy === undefined ? '' : ` GROUP BY ${groupBy}`;
  const query = `SELECT arrayStringConcat([${texts.join(', ')}], '|') AS row FROM ${from}${grouped}`;
  const values = Object.values(columns);
  const rows = Array.from(items, (item) => values.map((valueOf) => textOfValue(valueOf(item))).join('|'));
  return { name, query, rows: rows.sort() };
}

/** Instants travel as whole milliseconds: no zone, no rounding. */
export const ms = (column: string): string => `toUnixTimestamp64Milli(${column})`;

const textOfValue = (value: Value): string => (typeof value === 'boolean' ? String(Number(value)) : String(value));

export interface TableDifference {
  readonly table: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly expectedRows: number;
}

/** What a table lacks and what it has too much, a few rows of each; undefined when it is right. */
export function differenceOf({ name, rows }: TableCheck, found: readonly string[]): TableDifference | undefined {
  const balance = new Map<string, number>();
  for (const row of rows) balance.set(row, (balance.get(row) ?? 0) + 1);
  for (const row of found) balance.set(row, (balance.get(row) ?? 0) - 1);
  const off = [...balance].filter(([, count]) => count !== 0);
  if (off.length === 0) return undefined;
  const some = (sign: number): string[] => off.filter(([, count]) => Math.sign(count) === sign).map(([row]) => row);
  return { table: name, missing: some(1).slice(0, 5), unexpected: some(-1).slice(0, 5), expectedRows: rows.length };
}

import type { ValueRow } from '../statements/parts.sql';
import { keyOf } from '../fold/series-table';

/** People of each group, by bucket and, last, over the whole period. */
export type PeopleTable = ReadonlyMap<string, readonly number[]>;

/** Of several readings the fewest people that are any: the numerator of a ratio may be of one person alone. */
export function peopleTable(readings: readonly (readonly ValueRow[])[], starts: readonly Date[]): PeopleTable {
  const columns = new Map(starts.map((start, index) => [start.getTime(), index]));
  const table = new Map<string, number[]>();
  for (const { dims, bucket_ms, is_total, value } of readings.flat()) {
    const column = Number(is_total) === 1 ? starts.length : columns.get(Number(bucket_ms));
    const people = Number(value ?? 0);
    if (column === undefined || people === 0) continue;
    const key = keyOf(dims);
    const row = table.get(key) ?? new Array<number>(starts.length + 1).fill(0);
    row[column] = row[column] === 0 ? people : Math.min(row[column]!, people);
    table.set(key, row);
  }
  return table;
}

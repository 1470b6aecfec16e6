import type { PeopleTable } from './people-table';

/** Which cells of a table are hidden, by group; the last column is the whole period. */
export type HiddenCells = ReadonlyMap<string, readonly boolean[]>;

/**
 * Hides the groups of few people, and then, as long as a hidden one could be worked out, the next smallest beside it: in each
 * column the total of all groups is known, in each row the buckets add up to the whole period. What is hidden together has at
 * least two parts and as many people as a group must have. Groups of one size go by name: if chance chose among them, whoever asks
 * twice would see both.
 */
export function hiddenCells(people: PeopleTable, fewest: number): HiddenCells {
  const groups = [...people].sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = groups.map(([, row]) => row);
  const hidden = rows.map((row) => row.map((count) => count > 0 && count < fewest));
  const width = rows[0]?.length ?? 0;
  let changed = width > 0;
  while (changed) {
    const inColumns = Array.from({ length: width }, (_, column) => hideInColumn(rows, hidden, column, fewest));
    const inRows = rows.map((row, index) => hideInRow(row, hidden[index]!, fewest));
    changed = inColumns.includes(true) || inRows.includes(true);
  }
  return new Map(groups.map(([key], index) => [key, hidden[index]!]));
}

function hideInColumn(rows: readonly (readonly number[])[], hidden: boolean[][], column: number, fewest: number) {
  const cells = rows.map((row, index) => ({ people: row[column]!, row: index }));
  const more = alsoHidden(cells, ({ row }) => hidden[row]![column]!, fewest);
  for (const { row } of more) hidden[row]![column] = true;
  return more.length > 0;
}

function hideInRow(row: readonly number[], hidden: boolean[], fewest: number): boolean {
  const total = row.length - 1;
  const cells = row.slice(0, total).map((people, column) => ({ people, column }));
  const concealed = () => cells.filter(({ column }) => hidden[column]);
  const before = hidden.filter(Boolean).length;
  if (!hidden[total]) {
    for (const { column } of alsoHidden(cells, (cell) => hidden[cell.column]!, fewest)) hidden[column] = true;
    if (concealed().length > 0 && !isEnough(concealed(), fewest)) hidden[total] = true;
  } else if (concealed().length === 0) {
    const smallest = cells.filter(({ people }) => people > 0).sort((one, other) => one.people - other.people)[0];
    if (smallest !== undefined) hidden[smallest.column] = true;
  }
  return hidden.filter(Boolean).length > before;
}

/** What has to be hidden beside what is, the smallest first; nothing where nothing is hidden. */
function alsoHidden<Cell extends { readonly people: number }>(
  cells: readonly Cell[],
  isHidden: (cell: Cell) => boolean,
  fewest: number,
): Cell[] {
  const together = cells.filter(isHidden);
  if (together.length === 0 || isEnough(together, fewest)) return [];
  const rest = cells
    .filter((cell) => cell.people > 0 && !isHidden(cell))
    .sort((one, other) => one.people - other.people);
  const more: Cell[] = [];
  while (rest.length > 0 && !isEnough([...together, ...more], fewest)) more.push(rest.shift()!);
  return more;
}

const isEnough = (cells: readonly { readonly people: number }[], fewest: number): boolean =>
  cells.length > 1 && cells.reduce((sum, { people }) => sum + people, 0) >= fewest;

/**
 * Columns in which a choice of groups takes some of those that are hidden together and leaves others: beside another choice it
 * would tell them apart.
 */
export function splitColumns(all: PeopleTable, chosen: PeopleTable, fewest: number): readonly boolean[] {
  const hidden = [...hiddenCells(all, fewest)];
  const width = hidden[0]?.[1].length ?? 0;
  return Array.from({ length: width }, (_, column) => {
    const together = hidden.filter(([, cells]) => cells[column]).map(([key]) => key);
    const taken = together.filter((key) => (chosen.get(key)?.[column] ?? 0) > 0);
    return taken.length > 0 && taken.length < together.length;
  });
}

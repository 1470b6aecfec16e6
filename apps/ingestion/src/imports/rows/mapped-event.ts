import { createHash } from 'node:crypto';
import type { Refusal } from '@analytics/domain';
import { ImportBroken } from '../import-errors';
import { cellValue, type CellType, NotOfType } from './cell-values';
import { isIndex, isTarget, type Mapping } from './mapping';

/** A cell: text in CSV; in Parquet whatever the column holds. */
export type Cell = unknown;

interface Place {
  readonly index: number;
  readonly column: string;
  readonly path: readonly string[];
  readonly type?: CellType;
}

export interface MappedEvent {
  readonly event: Readonly<Record<string, unknown>>;
  readonly fault?: Refusal;
}

/** What the columns of one file say of its events. */
export class MappedEvents {
  private readonly places: readonly Place[];
  private readonly constants: readonly (readonly [path: readonly string[], value: unknown])[];

  constructor(
    columns: readonly string[],
    private readonly mapping: Mapping,
    private readonly contentHash: string,
  ) {
    this.places = placesOf(columns, mapping);
    this.constants = Object.entries(mapping.constants).map(([to, value]) => [to.split('.'), value]);
  }

  /** An empty cell says nothing; one that is not what it should be stays as it is, beside the word about it. */
  of(cells: readonly Cell[], row: number): MappedEvent {
    const event: Record<string, unknown> = { specversion: '1.0' };
    const lists: unknown[][] = [];
    let fault: Refusal | undefined;
    for (const [path, value] of this.constants) put(event, path, value, lists);
    for (const place of this.places) {
      const cell = cells[place.index];
      if (cell === '' || cell === null || cell === undefined) continue;
      try {
        put(event, place.path, this.valueOf(cell, place), lists);
      } catch (error) {
        if (!(error instanceof NotOfType)) throw error;
        put(event, place.path, cell, lists);
        fault ??= refusalOf(place, error.message);
      }
    }
    event['id'] ??= this.idOf(row, event['type']);
    closeGaps(lists);
    return { event, ...(fault && { fault }) };
  }

  private valueOf(cell: Cell, { type }: Place): unknown {
    if (type === undefined || (type === 'json' && typeof cell !== 'string')) return cell;
    if (typeof cell === 'object') throw new NotOfType('one value, and it holds several');
    return cellValue(String(cell), type, this.mapping.zone);
  }

  /**
   * A row without an id of its own has one by its place in the file, so that the same file counts once however often it is
   * imported. Letters only: digits could look like somebody's card.
   */
  private idOf(row: number, type: unknown): string {
    const hash = createHash('sha256')
      .update(`${this.contentHash}\n${row}\n${String(type)}`)
      .digest('hex');
    return hash.slice(0, 32).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string);
  }
}

function placesOf(columns: readonly string[], { columns: mapped }: Mapping): Place[] {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new ImportBroken(`the column "${shown(twice)}" is there twice`);
  const targets: NonNullable<Mapping['columns']> =
    mapped ?? Object.fromEntries(columns.filter(isTarget).map((name) => [name, { to: name }]));
  const missing = Object.keys(targets).find((name) => !columns.includes(name));
  if (missing !== undefined) throw new ImportBroken(`the file has no column "${shown(missing)}"`);
  return Object.entries(targets).map(([column, { to, type }]) => ({
    index: columns.indexOf(column),
    column,
    path: to.split('.'),
    ...typeFor(to, type),
  }));
}

/** Where only one type makes sense it need not be said. */
function typeFor(to: string, given?: CellType): { readonly type?: CellType } {
  if (given !== undefined) return { type: given };
  if (to === 'time' || to === 'sentat') return { type: 'time' };
  if (to === 'data') return { type: 'json' };
  return to.startsWith('data.') ? {} : { type: 'text' };
}

/** Makes what lies on the way to a place; what is counted from 0 on is a list. */
function put(into: Record<string, unknown>, path: readonly string[], value: unknown, lists: unknown[][]): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  if (into[name] === undefined && isIndex(rest[0] as string)) lists.push((into[name] = []));
  put((into[name] ??= {}) as Record<string, unknown>, rest, value, lists);
}

/** An item none of whose cells said anything leaves no hole. */
function closeGaps(lists: readonly unknown[][]): void {
  for (const list of lists) list.splice(0, list.length, ...list.filter(() => true));
}

const refusalOf = ({ column, path }: Place, what: string): Refusal => ({
  code: 'SCHEMA_VIOLATION',
  pointer: `/${path.join('/')}`,
  detail: `the column "${shown(column)}" must hold ${what}`,
});

/** Names of columns come from the file: short and on one line. */
const shown = (name: string): string => name.slice(0, 60).replace(/[\p{C}"]/gu, '?');

import type { Interval } from '../facts/intervals';
import { textOf } from '../facts/known-events';
import type { World } from '../world';
import { type Dimension, type Row, type Sources, sourcesOf } from './sources';

export interface Filter {
  readonly dimension: Dimension;
  readonly op: 'eq' | 'neq' | 'in' | 'not_in' | 'gt' | 'gte' | 'lt' | 'lte' | 'is_set' | 'is_not_set';
  readonly values?: readonly string[];
  readonly value?: string;
}

/** Which rows are asked for: those that pass the filters and have one value of each dimension. */
export class Slice {
  private readonly selected = new Map<unknown, readonly Row<unknown>[]>();
  private readonly remembered = new Map<string, unknown>();

  constructor(
    readonly world: World,
    readonly filters: readonly Filter[],
    readonly dimensions: Readonly<Partial<Record<Dimension, string>>>,
  ) {}

  /** Whether games are asked about: then only acts with a game count. */
  get asksAboutGames(): boolean {
    const asked = [...this.filters.map(({ dimension }) => dimension), ...Object.keys(this.dimensions)];
    return asked.some((dimension) => OF_GAMES.includes(dimension));
  }

  get sources(): Sources {
    return sourcesOf(this.world);
  }

  /** In order of time. */
  of<T>(rows: readonly Row<T>[]): readonly Row<T>[] {
    const known = this.selected.get(rows) ?? rows.filter((row) => this.has(row));
    this.selected.set(rows, known);
    return known as readonly Row<T>[];
  }

  within<T>(rows: readonly Row<T>[], { from, until }: Interval): T[] {
    const all = this.of(rows);
    return all.slice(firstAt(all, from), firstAt(all, until)).map(({ item }) => item);
  }

  /** Works a thing out once for this slice. */
  once<T>(name: string, work: () => T): T {
    if (!this.remembered.has(name)) this.remembered.set(name, work());
    return this.remembered.get(name) as T;
  }

  has(row: Row<unknown>): boolean {
    return (
      this.filters.every((filter) => passes(filter, valuesOf(this.world, row, filter.dimension))) &&
      Object.entries(this.dimensions).every(([name, value]) =>
        valuesOf(this.world, row, name as Dimension).includes(value),
      )
    );
  }
}

function firstAt(rows: readonly Row<unknown>[], instant: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.at < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

const OF_GAMES: readonly string[] = ['game_id', 'developer_id', 'genre'];

const PROPERTIES = {
  client_version: 'clientVersion',
  campaign_id: 'campaignId',
  placement: 'placement',
  channel: 'channel',
  payment_method: 'paymentMethod',
  acquisition: 'acquisition',
  service: 'service',
} as const;

/** The values a row has of a dimension: '' where it is missing, several only of genres. */
export function valuesOf(world: World, { event, game }: Row<unknown>, dimension: Dimension): readonly string[] {
  switch (dimension) {
    case 'platform':
      return [event.platform ?? ''];
    case 'country':
      return [event.country ?? ''];
    case 'game_id':
      return [game];
    case 'developer_id':
      return [world.gameOf(game).developer];
    case 'genre':
      return world.gameOf(game).genres;
    case 'event_type':
      return [event.type];
    default:
      return [textOf(event, PROPERTIES[dimension])];
  }
}

export function passes(
  { op, value, values = value === undefined ? [] : [value] }: Filter,
  own: readonly string[],
): boolean {
  const wanted = values[0] ?? '';
  // What is missing is neither before nor after anything.
  const told = own.filter((one) => one !== '');
  switch (op) {
    case 'eq':
    case 'in':
      return own.some((one) => values.includes(one));
    case 'neq':
    case 'not_in':
      return !own.some((one) => values.includes(one));
    case 'gt':
      return told.some((one) => one > wanted);
    case 'gte':
      return told.some((one) => one >= wanted);
    case 'lt':
      return told.some((one) => one < wanted);
    case 'lte':
      return told.some((one) => one <= wanted);
    case 'is_set':
      return told.length > 0;
    case 'is_not_set':
      return told.length === 0;
  }
}

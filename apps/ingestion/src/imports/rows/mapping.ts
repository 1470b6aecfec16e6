import { QueryParameterWrong } from '@analytics/service-kit';
import { CELL_TYPES, type CellType } from './cell-values';

/** Where a column's cells go, and as what. */
export interface ColumnTarget {
  readonly to: string;
  /** Without one, a cell stays what its format has: text in CSV. */
  readonly type?: CellType;
}

/** How the columns of a CSV or Parquet file become events. */
export interface Mapping {
  /** By the name of the column; undefined takes columns that are named like their targets. */
  readonly columns?: Readonly<Record<string, ColumnTarget>>;
  /** Values that every row has, by target. */
  readonly constants: Readonly<Record<string, unknown>>;
  readonly delimiter: string;
  /** Zone of times that do not tell theirs. */
  readonly zone: string;
}

/** An attribute of the event, or a path into its data: `source`, `data.gameId`, `data.lines.0.quantity`. */
const TARGET = /^(?:[a-z][a-z0-9]{0,19}|data(?:\.[A-Za-z0-9_-]{1,100}){1,10})$/;
const NEVER = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/;
const ZONE = /^(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DELIMITERS = [',', ';', '\t', '|'];
const MEMBERS = ['columns', 'constants', 'delimiter', 'zone'];
const MOST = 1_000;

const INDEX = /^(?:0|[1-9]\d{0,2})$/;

export const isIndex = (name: string): boolean => INDEX.test(name);

export const isTarget = (name: string): boolean => TARGET.test(name) && !NEVER.test(name) && name !== 'specversion';

/** Reads the mapping a sender gives; whatever is not understood is refused, not passed over. */
export function mappingOf(text: string | undefined): Mapping {
  const given = text === undefined ? {} : parsed(text);
  const unknown = Object.keys(given).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) throw wrong(`has ${MEMBERS.join(', ')} and nothing else`);
  const { columns, constants = {}, delimiter = ',', zone = 'Z' } = given;
  if (!DELIMITERS.includes(delimiter as string)) throw wrong('delimiter is a comma, a semicolon, a tab or a bar');
  if (typeof zone !== 'string' || !ZONE.test(zone)) throw wrong('zone is Z or an offset like +03:00');
  const mapping: Mapping = {
    ...(columns !== undefined && { columns: columnsOf(columns) }),
    constants: membersOf(constants, 'constants'),
    delimiter: delimiter as string,
    zone,
  };
  const targets = [...Object.values(mapping.columns ?? {}).map(({ to }) => to), ...Object.keys(mapping.constants)];
  assertApart(targets);
  return mapping;
}

function columnsOf(columns: unknown): Record<string, ColumnTarget> {
  return Object.fromEntries(
    Object.entries(membersOf(columns, 'columns')).map(([name, target]) => [name, targetOf(target)]),
  );
}

function targetOf(target: unknown): ColumnTarget {
  if (typeof target === 'string') return { to: target };
  const { to, type, ...others } = membersOf(target, 'a column');
  if (typeof to !== 'string' || Object.keys(others).length > 0) {
    throw wrong('a column goes to a target, or has "to" and "type"');
  }
  if (type === undefined) return { to };
  if (!CELL_TYPES.includes(type as CellType)) throw wrong(`a type is one of ${CELL_TYPES.join(', ')}`);
  return { to, type: type as CellType };
}

/** Two columns for one place, or one inside the other, would depend on their order; a list has no names. */
function assertApart(targets: readonly string[]): void {
  if (!targets.every(isTarget)) {
    throw wrong('a target is an attribute of the event (source, time, …) or a path into its data (data.gameId)');
  }
  const sorted = [...targets].sort();
  const inside = sorted.some((target, index) => {
    const next = sorted.slice(index + 1).find((other) => other === target || other.startsWith(`${target}.`));
    return next !== undefined;
  });
  if (inside) throw wrong('no target may be given twice, or lie inside another one');
  const kinds = new Map<string, boolean>();
  for (const path of targets.map((target) => target.split('.'))) {
    for (let depth = 1; depth < path.length; depth += 1) {
      const [place, counted] = [path.slice(0, depth).join('.'), isIndex(path[depth] as string)];
      if ((kinds.get(place) ?? counted) !== counted) throw wrong('items of a list are numbered, and only they are');
      kinds.set(place, counted);
    }
  }
}

function parsed(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is not JSON');
  }
  return membersOf(value, 'the mapping');
}

function membersOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${what} is a JSON object`);
  if (Object.keys(value).length > MOST) throw wrong(`${what} has at most ${MOST} members`);
  return value as Record<string, unknown>;
}

const wrong = (what: string): QueryParameterWrong => new QueryParameterWrong('mapping', `mapping: ${what}`);

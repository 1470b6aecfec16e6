import { FILTER_OPS, type Filter, type FilterOp } from './view';

const LIMITS = { filters: 20, values: 200, length: 512 } as const;
const LONE: readonly FilterOp[] = ['is_set', 'is_not_set'];
const LISTS: readonly FilterOp[] = ['in', 'not_in'];

/** `platform:in:windows,macos;country:eq:RU`: short enough to be read in a link; values are percent-encoded. */
export const filtersText = (filters: readonly Filter[]): string =>
  filters.map(({ dimension, op, values }) => [dimension, op, values.map(encoded).join(',')].join(':')).join(';');

/** Undefined where the text is none of ours: half of the conditions would be another question. */
export function parseFilters(text: string): readonly Filter[] | undefined {
  if (text === '') return [];
  const filters = text.split(';').map(parseFilter);
  if (filters.length > LIMITS.filters) return undefined;
  return filters.every((filter) => filter !== undefined) ? filters : undefined;
}

function parseFilter(text: string): Filter | undefined {
  const [dimension = '', name = '', list, ...more] = text.split(':');
  const op = FILTER_OPS.find((each) => each === name);
  if (op === undefined || list === undefined || more.length > 0 || !/^[a-z_]+$/.test(dimension)) return undefined;
  const values = LONE.includes(op) && list === '' ? [] : list.split(',').map(decoded);
  if (!values.every((value) => value !== undefined && value.length <= LIMITS.length)) return undefined;
  const filter = { dimension, op, values: values as readonly string[] };
  return isWhole(filter) ? filter : undefined;
}

/** Whether a condition has as many values as its operator needs. */
export function isWhole({ op, values }: Filter): boolean {
  if (LONE.includes(op)) return values.length === 0;
  return LISTS.includes(op) ? values.length > 0 && values.length <= LIMITS.values : values.length === 1;
}

const encoded = (value: string): string => encodeURIComponent(value);

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** The same conditions with what is taken of one dimension replaced; nothing taken is no condition. */
export function withValues(
  filters: readonly Filter[],
  dimension: string,
  values: readonly string[],
): readonly Filter[] {
  const others = filters.filter((filter) => filter.dimension !== dimension);
  return values.length === 0 ? others : [...others, { dimension, op: 'in', values }];
}

/** What a simple picker shows as taken: only conditions that it can say itself. */
export const valuesOf = (filters: readonly Filter[], dimension: string): readonly string[] =>
  filters.find((filter) => filter.dimension === dimension && (filter.op === 'in' || filter.op === 'eq'))?.values ?? [];

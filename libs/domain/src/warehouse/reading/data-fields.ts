type Data = Readonly<Record<string, unknown>>;

const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const END_OF_INSTANTS = Date.UTC(2299, 11, 31);
const DAY = /^\d{4}-\d{2}-\d{2}/;
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2149-06-06';

/** Readers of what a schema promises of `data`. While a schema only observes, the promise may be broken: then the answer is "unknown". */
export const textIn = (data: Data, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

/** The first of them that says something. */
export const firstTextIn = (data: Data, names: readonly string[]): string => {
  for (const name of names) {
    const text = textIn(data, name);
    if (text !== '') return text;
  }
  return '';
};

export function wholeIn(data: Data, name: string, largest: number): number | undefined {
  const value = data[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest ? value : undefined;
}

export function realIn(data: Data, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export const textsIn = (data: Data, name: string): string[] => {
  const value = data[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
};

/** The members of a list that are objects, with their places. */
export const objectsIn = (data: Data, name: string): { readonly index: number; readonly object: Data }[] => {
  const value: unknown = data[name];
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown, index) =>
    typeof each === 'object' && each !== null ? [{ index, object: each as Data }] : [],
  );
};

/** An instant a column can hold. */
export function instantOf(text: string): Date | null {
  const ms = Date.parse(text);
  return ms >= FIRST_INSTANT && ms < END_OF_INSTANTS ? new Date(ms) : null;
}

/** The day as it was written, whatever its zone: a release has a date, not an instant. */
export function dayOf(text: string): string | null {
  const day = DAY.exec(text)?.[0];
  if (day === undefined || day < FIRST_DAY || day > LAST_DAY) return null;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : null;
}

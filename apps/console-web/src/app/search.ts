/**
 * The part of the address after `?` as plain texts that a person can read and change: every page turns them into what it needs in
 * `validateSearch` and gets a text for each name. What is undefined or empty is not written.
 */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search).entries());

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [[name, text]];
  });
  const written = new URLSearchParams(pairs).toString();
  // Commas, colons and slashes (zones, ranges) are allowed there and easier to read as they are.
  return written === '' ? '' : `?${written.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

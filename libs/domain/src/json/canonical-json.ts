/** Texts that are written as they are, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * The one text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, numbers as ECMAScript
 * writes them. Descends by recursion, so the value's depth is checked before.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalMembers(value as Readonly<Record<string, unknown>>, Object.keys(value));
}

/** An object of which only the members named are said. */
export function canonicalMembers(value: Readonly<Record<string, unknown>>, names: string[]): string {
  let written = '{';
  for (const name of names.sort()) {
    written += `${written.length > 1 ? ',' : ''}${quoted(name)}:${canonicalJson(value[name])}`;
  }
  return `${written}}`;
}

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

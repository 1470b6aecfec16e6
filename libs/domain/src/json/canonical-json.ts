/** Texts that are written as they are, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * The one text of a JSON value (RFC 8785): members sorted by UTF-16 code units, no white space, numbers as ECMAScript
 * writes them. Descends by recursion, so the value's depth is checked before.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value === 0 ? 0 : value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalMembers(value as Readonly<Record<string, unknown>>, Object.keys(value));
}

/** An object of which only the members named are said. */
export function canonicalMembers(value: Readonly<Record<string, unknown>>, names: string[]): string {
  let written = '';
  for (const name of sorted(names)) {
    written += (written === '' ? '{' : ',') + label(name);
    const member = value[name];
    written += typeof member === 'string' ? quoted(member) : canonicalJson(member);
  }
  return written === '' ? '{}' : `${written}}`;
}

/** Few names are sorted faster by hand; many, which only a hostile sender has, by the engine. Both compare code units. */
const FEW = 24;
function sorted(names: string[]): string[] {
  if (names.length > FEW) return names.sort();
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next]!;
    let at = next;
    for (; at > 0 && names[at - 1]! > name; at -= 1) names[at] = names[at - 1]!;
    names[at] = name;
  }
  return names;
}

/** The names of events are few: a name is written once. A sender who makes up names fills the memory, and it begins anew. */
const labels = new Map<string, string>();
const LABELS = 4_000;
const LONGEST_LABEL = 64;
function label(name: string): string {
  const known = labels.get(name);
  if (known !== undefined) return known;
  const written = `${quoted(name)}:`;
  if (name.length > LONGEST_LABEL) return written;
  if (labels.size >= LABELS) labels.clear();
  labels.set(name, written);
  return written;
}

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

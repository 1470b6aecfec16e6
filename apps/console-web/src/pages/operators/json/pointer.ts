export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `/data/a~1b` → `data`, `a/b` (RFC 6901). */
export const segmentsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

export const pointerOf = (segments: readonly (string | number)[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Where the member of a pointer stands, and its name there. */
export function parentOf(pointer: string): { readonly parent: string; readonly name: string } {
  const segments = segmentsOf(pointer);
  return { parent: pointerOf(segments.slice(0, -1)), name: segments.at(-1) ?? '' };
}

/** The value a pointer names; undefined where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of segmentsOf(pointer)) {
    if (Array.isArray(value)) value = /^\d+$/.test(segment) ? (value as unknown[])[Number(segment)] : undefined;
    else value = isMembers(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}

/** Equal as JSON: the order of members says nothing. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => sameJson(item, (other as unknown[])[at]));
  }
  if (isMembers(one) && isMembers(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
    );
  }
  return one === other;
}

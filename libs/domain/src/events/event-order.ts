/** Where an event stands among others: by its instant (Unix milliseconds), then by its identity. */
export interface Placed {
  readonly atMs: number;
  readonly source: string;
  readonly id: string;
}

export function byOrder(one: Placed, other: Placed): number {
  return one.atMs - other.atMs || byText(one.source, other.source) || byText(one.id, other.id);
}

/** By code points, as the engine compares; never by the rules of a language. */
const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

export const sameEvent = (one: Placed, other: Placed): boolean => one.source === other.source && one.id === other.id;

import type { ValidatedEvent } from '@analytics/contracts';

/** An event that counts, with its instant as a number. */
export interface Told {
  readonly event: ValidatedEvent;
  /** `effective_at` in milliseconds. */
  readonly at: number;
}

export interface Known {
  /** Each identity once, in the order of events. */
  readonly told: readonly Told[];
  readonly duplicates: number;
  /** What came later under a known identity with another content. */
  readonly conflicts: readonly ValidatedEvent[];
  /** Data is complete through here: the latest instant anything was received. */
  readonly watermark: number;
}

/** The first event of an identity counts; the same again is a duplicate, another content a conflict. */
export function knownEvents(delivered: readonly ValidatedEvent[]): Known {
  const first = new Map<string, ValidatedEvent>();
  const conflicts: ValidatedEvent[] = [];
  let duplicates = 0;
  for (const event of delivered) {
    const identity = `${event.source}\n${event.id}`;
    const known = first.get(identity);
    if (known === undefined) first.set(identity, event);
    else if (known.fingerprint === event.fingerprint) duplicates += 1;
    else conflicts.push(event);
  }
  const told = [...first.values()].map((event) => ({ event, at: Date.parse(event.effective_at) })).sort(inOrder);
  let watermark = Number.NEGATIVE_INFINITY;
  for (const { event } of told) watermark = Math.max(watermark, Date.parse(event.received_at));
  return { told, duplicates, conflicts, watermark };
}

/** By effective instant, ties by identity. */
export function inOrder(one: Told, other: Told): number {
  return (
    one.at - other.at ||
    compareTexts(one.event.source, other.event.source) ||
    compareTexts(one.event.id, other.event.id)
  );
}

export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function groupedBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** A text of `data`; '' where it is missing. */
export function textOf(event: ValidatedEvent, property: string): string {
  const value = event.data[property];
  return typeof value === 'string' ? value : '';
}

export function numberOf(event: ValidatedEvent, property: string): number {
  const value = event.data[property];
  return typeof value === 'number' ? value : 0;
}

import type { DemoEvent } from '../story/teller';

/** A part of the store that is sent together: what is old as a file, and what is recent, live and after it. */
export interface Parcel {
  readonly number: number;
  readonly old: readonly DemoEvent[];
  readonly recent: readonly DemoEvent[];
  /** Of the whole store, how much is told with this one. */
  readonly share: number;
}

const PARCEL_EVENTS = 10_000;

/**
 * The stories in parcels. A subject is never split, so its recent events follow its old ones. What is broken is recent: the
 * sender reads the verdict on it.
 */
export function* parcelsOf(
  stories: Iterable<readonly DemoEvent[]>,
  { boundaryMs, subjects }: { boundaryMs: number; subjects: number },
): Generator<Parcel> {
  let [number, told] = [0, 0];
  let [old, recent]: [DemoEvent[], DemoEvent[]] = [[], []];
  for (const story of stories) {
    told += 1;
    for (const event of story) (event.at < boundaryMs ? old : recent).push(event);
    if (old.length + recent.length < PARCEL_EVENTS) continue;
    yield { number, old, recent, share: Math.min(1, told / subjects) };
    number += 1;
    [old, recent] = [[], []];
  }
  yield { number, old, recent, share: 1 };
}

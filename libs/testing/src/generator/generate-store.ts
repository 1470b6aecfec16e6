import type { ValidatedEvent } from '@analytics/contracts';
import { SeededRandom } from '../builders/random';
import { arrive, browse, neverLeave } from './browsing';
import { buy, wish } from './buying';
import { castOf } from './cast';
import { type Delivery, deliveriesOf } from './deliveries';
import { publish, somethingElse } from './others';
import { play } from './playing';
import { Scene } from './scene';

export interface StoreSize {
  readonly seed: number;
  /** How many events happen; more are delivered. */
  readonly events: number;
  readonly users: number;
  readonly games: number;
  readonly days: number;
  /** Where the history ends; the default's last weeks have clock changes in Europe and in America. */
  readonly until?: Date;
}

export interface GeneratedStore {
  /** What counts: the first event of each identity, as it first arrives. */
  readonly events: readonly ValidatedEvent[];
  /** Everything that arrives, in its order. */
  readonly deliveries: readonly Delivery[];
}

const DAY_MS = 24 * 3_600_000;
const DEFAULT_UNTIL = new Date('2026-11-09T00:00:00Z');

/** The history of a store with everything that makes numbers wrong; the same for the same seed. */
export function generateStore({ seed, events, users, games, days, until = DEFAULT_UNTIL }: StoreSize): GeneratedStore {
  const random = new SeededRandom(seed);
  const end = until.getTime();
  const scene = new Scene(random, castOf(random, { users, games }), end - days * DAY_MS, end);
  publish(scene);
  while (scene.events.length < events) story(scene);
  const deliveries = deliveriesOf(random, scene.events.slice(0, events), end);
  return { events: firstOfEach(deliveries), deliveries };
}

function story(scene: Scene): void {
  const kind = scene.random.next();
  if (kind < 0.4) browse(scene);
  else if (kind < 0.402) neverLeave(scene);
  else if (kind < 0.5) arrive(scene);
  else if (kind < 0.68) play(scene);
  else if (kind < 0.8) buy(scene);
  else if (kind < 0.86) wish(scene);
  else somethingElse(scene);
}

function firstOfEach(deliveries: readonly Delivery[]): ValidatedEvent[] {
  const first = new Map<string, ValidatedEvent>();
  for (const { event } of deliveries) {
    const identity = `${event.source}\n${event.id}`;
    if (!first.has(identity)) first.set(identity, event);
  }
  return [...first.values()];
}

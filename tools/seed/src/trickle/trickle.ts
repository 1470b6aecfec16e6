import { setTimeout as pause } from 'node:timers/promises';
import type { EventEnvelope } from '@analytics/contracts';
import type { Plan } from '../plan/plan';
import { sceneOf } from '../story/scene';
import type { StoreDoor } from '../sending/store-door';
import { LivingStore, LOOK_BACK_MS } from './second';

const BATCH_EVENTS = 500;
/** A second is told when it is over, and a little later, so that its events never lie ahead. */
const BEHIND_MS = 200;

/** Tells the living store second by second until it is ended; what lies between the history and now comes first. */
export async function trickle(plan: Plan, door: StoreDoor, ended: AbortSignal): Promise<void> {
  const start = Math.max(plan.until.getTime(), Date.now() - LOOK_BACK_MS);
  const store = new LivingStore(sceneOf(plan), start);
  let next = Math.ceil(start / 1_000);
  while (!ended.aborted) {
    const batch: EventEnvelope[] = [];
    const until = Math.floor((Date.now() - BEHIND_MS) / 1_000);
    while (next < until && batch.length < BATCH_EVENTS) batch.push(...store.eventsOf(next++));
    if (batch.length > 0) await sent(door, batch);
    else await pause((next + 1) * 1_000 + BEHIND_MS - Date.now(), undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Nothing depends on these events: what cannot be sent is told of and left out. */
async function sent(door: StoreDoor, batch: readonly EventEnvelope[]): Promise<void> {
  try {
    await door.collect(batch);
  } catch (error) {
    process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : String(error)}\n`);
    await pause(1_000);
  }
}

import { createHash } from 'node:crypto';
import type { ValidatedEvent } from '@analytics/contracts';
import type { SeededRandom } from '../builders/random';

/** One event on its way, as it lies in the topic of clean events. */
export interface Delivery {
  /** Events of one person, or of one device alone, stay in one partition. */
  readonly partitionKey: string;
  readonly event: ValidatedEvent;
}

const DAY_MS = 24 * 3_600_000;
const SHARE = { late: 0.01, duplicate: 0.05, conflict: 0.002, otherSource: 0.001 } as const;

/** In the order of arrival: late ones up to 31 days, repeats at once or much later, and other contents under a known identity. */
export function deliveriesOf(random: SeededRandom, events: readonly ValidatedEvent[], until: number): Delivery[] {
  const sent = events.flatMap((event) => {
    const first = random.chance(SHARE.late) ? receivedAfter(event, random.int(0, 31 * DAY_MS), until) : event;
    const copies = [first];
    if (random.chance(SHARE.duplicate)) copies.push(receivedAfter(first, againAfter(random), until));
    if (random.chance(SHARE.conflict)) copies.push(conflicting(receivedAfter(first, againAfter(random) + 1, until)));
    if (random.chance(SHARE.otherSource)) copies.push(fromElsewhere(first));
    return copies;
  });
  return sent
    .map((event) => ({ event, at: Date.parse(event.received_at) }))
    .sort((one, other) => one.at - other.at)
    .map(({ event }) => ({ partitionKey: keyOf(event), event }));
}

/** Half of the repeats come in the same moment, half up to a week later. */
const againAfter = (random: SeededRandom): number => (random.chance(0.5) ? 0 : random.int(1, 7 * DAY_MS));

function receivedAfter(event: ValidatedEvent, delayMs: number, until: number): ValidatedEvent {
  const received = Date.parse(event.received_at);
  return { ...event, received_at: new Date(Math.max(received, Math.min(received + delayMs, until))).toISOString() };
}

function conflicting(event: ValidatedEvent): ValidatedEvent {
  const data = { ...event.data, placement: 'elsewhere', rating: 1 };
  return { ...event, data, fingerprint: createHash('sha256').update(`${event.fingerprint}!`).digest('hex') };
}

/** An id is unique within its source only: this one counts for itself. */
const fromElsewhere = (event: ValidatedEvent): ValidatedEvent => ({ ...event, source: `${event.source}-eu` });

function keyOf({ user_no, device_no, source, id }: ValidatedEvent): string {
  if (user_no !== null) return `user-${user_no}`;
  return device_no === null ? `${source}\n${id}` : `device-${device_no}`;
}

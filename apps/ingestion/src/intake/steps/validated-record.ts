import { DEAD_LETTER_HEADERS, VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import type { Outgoing, Received } from '@analytics/infra-kafka';

/** Where a validated event was read from, so that anyone downstream can find the record it came from. */
export const ORIGIN_HEADERS = {
  topic: 'x-origin-topic',
  partition: 'x-origin-partition',
  offset: 'x-origin-offset',
} as const;

/** What goes along: the trace, and of a replayed record whose replay it is, so that a later refusal is counted to that one. */
const CARRIED = ['traceparent', DEAD_LETTER_HEADERS.replayOf, DEAD_LETTER_HEADERS.replayCount];

/** Keyed by who did it: a person's events share a partition and keep their order; an event of nobody goes by its identity. */
export function validatedRecord(event: ValidatedEvent, origin: Received): Outgoing {
  const headers: Record<string, string> = {
    [ORIGIN_HEADERS.topic]: origin.topic,
    [ORIGIN_HEADERS.partition]: String(origin.partition),
    [ORIGIN_HEADERS.offset]: String(origin.offset),
  };
  for (const name of CARRIED) {
    const value = origin.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  return { topic: VALIDATED_TOPIC, key: keyOf(event), value: JSON.stringify(event), headers };
}

function keyOf({ user_no, device_no, source, id }: ValidatedEvent): string {
  if (user_no !== null) return `user-${user_no}`;
  return device_no === null ? `${source}\n${id}` : `device-${device_no}`;
}

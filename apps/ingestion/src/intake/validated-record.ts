import { VALIDATED_TOPIC, type ValidatedEvent } from '@analytics/contracts';
import { storedProperties } from '@analytics/domain';
import type { Outgoing, Received } from '@analytics/infra-kafka';
import type { CheckedEvent } from '../checks/event-checks';

/** Where a validated event was read from, so that anyone downstream can find the record it came from. */
export const ORIGIN_HEADERS = {
  topic: 'x-origin-topic',
  partition: 'x-origin-partition',
  offset: 'x-origin-offset',
} as const;

/** The clean event, without anything personal, keyed by its identity: whatever order or copy it comes in, one event meets one partition. */
export function validatedRecord(
  { event, entry, occurredAt }: CheckedEvent,
  receivedAt: Date,
  origin: Received,
): Outgoing {
  const occurred = occurredAt.toISOString();
  const validated: ValidatedEvent = {
    type: event.type,
    source: event.source,
    id: event.id,
    schema_version: entry.version,
    occurred_at: occurred,
    effective_at: occurred,
    received_at: receivedAt.toISOString(),
    data: storedProperties(entry.schema, event.data),
  };
  return {
    topic: VALIDATED_TOPIC,
    key: `${event.source}\n${event.id}`,
    value: JSON.stringify(validated),
    headers: {
      [ORIGIN_HEADERS.topic]: origin.topic,
      [ORIGIN_HEADERS.partition]: String(origin.partition),
      [ORIGIN_HEADERS.offset]: String(origin.offset),
    },
  };
}

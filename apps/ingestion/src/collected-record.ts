import { COLLECTED_TOPIC } from '@analytics/contracts';
import type { Outgoing } from '@analytics/infra-kafka';

/** Headers of a collected record: what ingestion knew when it took the event. */
export const COLLECTED_HEADERS = {
  receivedAt: 'x-received-at',
  writeKey: 'x-write-key-id',
  /** Set when the key may not send this event: intake refuses it without asking again. */
  sourceNotAllowed: 'x-source-not-allowed',
} as const;

export interface CollectedFacts {
  readonly receivedAt: Date;
  readonly writeKeyId: string;
  readonly sourceAllowed: boolean;
}

/** A person's events share a partition, so their order is kept; an event of nobody goes by its own identity. */
export function collectedRecord(event: Record<string, unknown>, value: string, facts: CollectedFacts): Outgoing {
  const data = (event['data'] ?? {}) as Record<string, unknown>;
  const person = [data['userId'], data['anonymousId']].find((id) => typeof id === 'string');
  return {
    topic: COLLECTED_TOPIC,
    key: typeof person === 'string' ? person : `${String(event['source'])}\n${String(event['id'])}`,
    value,
    headers: {
      [COLLECTED_HEADERS.receivedAt]: facts.receivedAt.toISOString(),
      [COLLECTED_HEADERS.writeKey]: facts.writeKeyId,
      ...(facts.sourceAllowed ? {} : { [COLLECTED_HEADERS.sourceNotAllowed]: 'true' }),
    },
  };
}

import type { Received } from '../port/kafka-records';

/** A record as it could have been read, with what a test cares about. */
export const anReceived = (given: Partial<Received> = {}): Received => ({
  topic: 'analytics.events.collected.v1',
  partition: 2,
  offset: 41n,
  key: Buffer.from('player-1'),
  value: Buffer.from('{"id":"1"}'),
  headers: {},
  timestampMs: Date.UTC(2026, 10, 2, 3, 4, 5),
  ...given,
});

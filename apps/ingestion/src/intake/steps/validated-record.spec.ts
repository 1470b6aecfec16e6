import { GAME_VIEWED } from '@analytics/contracts';
import type { Received } from '@analytics/infra-kafka';
import { aValidatedEvent } from '@analytics/testing';
import { validatedRecord } from './validated-record';

const collected = (headers: Received['headers']): Received => ({
  ...{ topic: 'collected', partition: 3, offset: 7n, key: null, value: null, headers, timestampMs: 0 },
});
const origin = { 'x-origin-topic': 'collected', 'x-origin-partition': '3', 'x-origin-offset': '7' };

const event = aValidatedEvent({ type: GAME_VIEWED, id: 'one', effective_at: '2026-11-20T10:00:00.000Z', data: {} });

describe('the record of a validated event', () => {
  it('names the record it was made of, and takes nothing else of its headers along', () => {
    const { headers } = validatedRecord(event, collected({ 'x-client-address': '10.0.0.1' }));
    expect(headers).toEqual(origin);
  });

  it('says whose replay it is, so that whoever refuses it later counts that to the record it came from', () => {
    const replayed = { 'x-replay-of': 'a'.repeat(64), 'x-replay-count': '2' };
    const { headers } = validatedRecord(event, collected(replayed));
    expect(headers).toEqual({ ...origin, ...replayed });
  });
});

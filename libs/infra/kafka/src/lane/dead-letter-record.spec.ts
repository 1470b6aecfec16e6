import type { DeadLetter, DeadLetterRecord } from '@analytics/contracts';
import { KafkaConfig } from '../config/kafka.config';
import type { Received } from '../port/kafka-records';
import { deadLetterId, deadLetterRecord } from './dead-letter-record';
import { anReceived } from '../fixtures/received.fixture';

const LETTER: DeadLetter = {
  stage: 'validate',
  reason: 'SCHEMA_VIOLATION',
  message: 'gameId is missing',
  pointer: '/data',
};
const NOW = Date.UTC(2026, 10, 2, 3, 5, 0);

function written(record: Received, letter: DeadLetter = LETTER): DeadLetterRecord {
  const { value } = deadLetterRecord({ record, letter, attempts: 2, nowMs: NOW }, new KafkaConfig());
  return JSON.parse(String(value)) as DeadLetterRecord;
}

describe('a dead letter', () => {
  it('tells where the record came from, why it was refused and by whom', () => {
    expect(
      written(anReceived({ headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } })),
    ).toMatchObject({
      reason_code: 'SCHEMA_VIOLATION',
      pointer: '/data',
      source: {
        topic: 'analytics.events.collected.v1',
        partition: 2,
        offset: '41',
        timestamp: '2026-11-02T03:04:05.000Z',
        key_base64: Buffer.from('player-1').toString('base64'),
      },
      raw_base64: Buffer.from('{"id":"1"}').toString('base64'),
      raw_bytes: 10,
      processor: { name: 'analytics' },
      attempts: 2,
      replay_count: 0,
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      first_seen: '2026-11-02T03:05:00.000Z',
    });
  });

  it('has the same id each time the same record is refused for the same reason, and another one otherwise', () => {
    const record = anReceived();
    const id = deadLetterId(record, LETTER);
    expect(deadLetterId(anReceived(), { ...LETTER, message: 'other words' })).toBe(id);
    expect(deadLetterId(anReceived({ offset: 42n }), LETTER)).not.toBe(id);
    expect(deadLetterId(record, { ...LETTER, reason: 'ENCODING' })).not.toBe(id);
  });

  it('keeps the key, so that the refusals of one person stay in order', () => {
    const { key } = deadLetterRecord(
      { record: anReceived(), letter: LETTER, attempts: 1, nowMs: NOW },
      new KafkaConfig(),
    );
    expect(String(key)).toBe('player-1');
  });

  it('carries no credentials', () => {
    const headers = {
      Authorization: 'Bearer x',
      cookie: 'a=b',
      'x-api-key': 'k',
      'x-write-token': 't',
      ce_type: 'kept',
    };
    expect(written(anReceived({ headers })).source.headers).toEqual({ ce_type: 'kept' });
  });

  it('leaves out raw bytes above a mebibyte but still tells their size and hash', () => {
    const large = written(anReceived({ value: Buffer.alloc(1024 * 1024 + 1, 'x') }));
    expect(large.raw_base64).toBeNull();
    expect(large.raw_bytes).toBe(1024 * 1024 + 1);
    expect(large.raw_sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('cuts its message at a kilobyte without breaking a character', () => {
    const { message } = written(anReceived(), { ...LETTER, message: `x${'я'.repeat(2_000)}` });
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(1_024);
    expect(message).toMatch(/^xя+$/);
  });

  it('counts on from the replay it came from', () => {
    const again = written(anReceived({ headers: { 'x-replay-count': '2', 'x-replay-of': 'abc' } }));
    expect([again.replay_count, again.parent_dlq_id]).toEqual([2, 'abc']);
  });

  it('can describe a tombstone', () => {
    expect(written(anReceived({ value: null, key: null }))).toMatchObject({
      raw_base64: null,
      raw_bytes: 0,
      raw_sha256: null,
    });
  });
});

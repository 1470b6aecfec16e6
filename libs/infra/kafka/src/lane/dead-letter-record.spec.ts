import type { DeadLetter, DeadLetterRecord } from '@analytics/contracts';
import { KafkaConfig } from '../config/kafka.config';
import type { Received } from '../port/kafka-records';
import { PayloadSealer, SealBroken } from './payload-sealer';
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
    const otherWords = { ...LETTER, message: 'other words' };
    expect(deadLetterId(anReceived(), otherWords)).toBe(id);
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

  describe('that holds something of a person', () => {
    const personal: DeadLetter = { ...LETTER, personal: true };
    const headers = { ce_subject: 'player-1', traceparent: 'kept', authorization: 'Bearer x' };
    const record = anReceived({ headers });
    const config = Object.assign(new KafkaConfig(), { deadLetterKey: Buffer.alloc(32, 7).toString('base64') });
    const sealed = (letter: DeadLetter, by = config) =>
      deadLetterRecord({ record, letter, attempts: 1, nowMs: NOW }, by);
    const open = (
      outgoing: ReturnType<typeof sealed>,
      field: 'raw_base64' | 'source.key_base64' | 'source.headers_sealed_base64',
    ) => {
      const letter = JSON.parse(String(outgoing.value)) as DeadLetterRecord;
      const [name, inner] = field.split('.') as [keyof DeadLetterRecord, string?];
      const text = (
        inner === undefined ? letter[name] : (letter[name] as unknown as Record<string, unknown>)[inner]
      ) as string;
      return PayloadSealer.of(config)!.open(Buffer.from(text, 'base64'), `${letter.dlq_id}/${field}`).toString();
    };

    it('shows nothing of it to who has no key, and all of it to who has', () => {
      const outgoing = sealed(personal);
      const whole = `${String(outgoing.key)} ${String(outgoing.value)}`;
      for (const secret of [
        'player-1',
        Buffer.from('player-1').toString('base64'),
        Buffer.from('{"id":"1"}').toString('base64'),
      ]) {
        expect(whole).not.toContain(secret);
      }
      expect(JSON.parse(String(outgoing.value))).toMatchObject({
        sealed_key_id: 'k1',
        source: { headers: { traceparent: 'kept' } },
      });
      expect(open(outgoing, 'raw_base64')).toBe('{"id":"1"}');
      expect(open(outgoing, 'source.key_base64')).toBe('player-1');
      expect(JSON.parse(open(outgoing, 'source.headers_sealed_base64'))).toEqual({
        ce_subject: 'player-1',
        traceparent: 'kept',
      });
    });

    it('keeps the refusals of one person together without naming the person', () => {
      const [one, two] = [sealed(personal), sealed({ ...personal, reason: 'ENCODING' })];
      expect(one.key).toBe(two.key);
      expect(String(one.key)).not.toContain('player-1');
    });

    it('is not kept at all without a key', () => {
      const { raw_base64, source, sealed_key_id } = JSON.parse(
        String(sealed(personal, new KafkaConfig()).value),
      ) as DeadLetterRecord;
      expect([raw_base64, source.key_base64, source.headers_sealed_base64, sealed_key_id]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    });

    it('is not kept even sealed when the person was erased', () => {
      const letter = JSON.parse(String(sealed({ ...personal, forgetsRaw: true }).value)) as DeadLetterRecord;
      const { raw_base64, raw_sha256, source } = letter;
      expect([raw_base64, raw_sha256, source.key_base64, source.headers_sealed_base64]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    });

    it('cannot be changed or moved to another letter unseen', () => {
      const sealer = PayloadSealer.of(config)!;
      const bytes = sealer.seal(Buffer.from('secret'), 'a/raw_base64');
      expect(() => sealer.open(bytes, 'b/raw_base64')).toThrow(SealBroken);
      bytes[bytes.length - 1]! ^= 1;
      expect(() => sealer.open(bytes, 'a/raw_base64')).toThrow(SealBroken);
    });
  });
});

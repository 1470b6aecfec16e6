import { COLLECTED_TOPIC, VALIDATED_TOPIC } from '@analytics/contracts';
import type { OpenedLetter } from '../../dead-letters/payload/letter-payloads';
import { outgoingCopy, preparedLetter } from './replayed-letter';

const EVENT = { specversion: '1.0', id: '7', source: 'urn:a', type: 't', data: { price: 1, name: 'x' } };
const letter = (given: Partial<OpenedLetter> = {}): OpenedLetter => ({
  ...{ id: 'dlq', topic: COLLECTED_TOPIC, key: Buffer.from('k'), state: 'kept' },
  headers: {
    'x-fingerprint': 'f',
    'x-refused-code': 'SCHEMA_VIOLATION',
    'x-refused-detail': 'd',
    'x-received-at': 'r',
  },
  value: Buffer.from(JSON.stringify(EVENT)),
  ...given,
});
const replace = (path: string, value: unknown) => [{ op: 'replace' as const, path, value }];
const skipped = (given: Partial<OpenedLetter>, patch = replace('/data/price', 2)) => {
  const prepared = preparedLetter(letter(given), patch);
  return prepared.ok ? String(prepared.letter.value) : prepared.skip;
};

describe('a record that is sent again', () => {
  it('is as it came, without what its sender was told', () => {
    const prepared = preparedLetter(letter(), undefined);
    expect(prepared).toMatchObject({ ok: true, letter: { headers: { 'x-fingerprint': 'f', 'x-received-at': 'r' } } });
    const copy = outgoingCopy((prepared as { letter: OpenedLetter }).letter, { count: 2, originAt: new Date(5) });
    expect(copy).toEqual({
      topic: COLLECTED_TOPIC,
      key: Buffer.from('k'),
      value: letter().value,
      headers: { 'x-fingerprint': 'f', 'x-received-at': 'r', 'x-replay-of': 'dlq', 'x-replay-count': '2' },
    });
  });

  it('of a service of the platform keeps the time at which it was written', () => {
    const topic = 'com.platform.catalog.events.v1';
    expect(outgoingCopy(letter({ topic }), { count: 1, originAt: new Date(5) }).timestampMs).toBe(5);
  });

  it('is changed by a patch, and what it was compared by goes', () => {
    const prepared = preparedLetter(letter(), replace('/data/price', 2));
    expect(prepared).toMatchObject({ ok: true, letter: { headers: { 'x-received-at': 'r' } } });
    expect((prepared as { letter: OpenedLetter }).letter.headers).not.toHaveProperty('x-fingerprint');
    expect(skipped({})).toBe(JSON.stringify({ ...EVENT, data: { price: 2, name: 'x' } }));
  });

  it('D66 keeps a formula that a patch writes as the text it is', () => {
    const formula = "=cmd|'/C calc'!A0";
    expect(skipped({}, replace('/data/name', formula))).toBe(
      JSON.stringify({ ...EVENT, data: { price: 1, name: formula } }),
    );
  });

  it('in binary mode is changed where its attributes and its data are', () => {
    const headers = { ce_specversion: '1.0', ce_id: '7', ce_type: 't', ce_source: 'urn:a', other: 'o' };
    const patch = [...replace('/data/price', 2), { op: 'add' as const, path: '/subject', value: 's' }];
    expect(preparedLetter(letter({ headers, value: Buffer.from('{"price":1}') }), patch)).toMatchObject({
      ok: true,
      letter: { headers: { ...headers, ce_subject: 's' }, value: Buffer.from('{"price":2}') },
    });
  });

  it.each<[string, Partial<OpenedLetter>, string]>([
    ['nothing is kept of it', { value: null, state: 'not_kept' }, 'PAYLOAD_MISSING'],
    ['it is sealed by another key', { value: null, state: 'locked' }, 'PAYLOAD_MISSING'],
    ['its topic is none of events', { topic: 'analytics.jobs.pipelines.v1' }, 'TOPIC_UNKNOWN'],
    ['it is no JSON', { value: Buffer.from('{"a":') }, 'PATCH_NOT_APPLICABLE'],
    ['it is no UTF-8', { value: Buffer.from([0x7b, 0xff, 0x7d]) }, 'PATCH_NOT_APPLICABLE'],
    ['the patch does not fit', { value: Buffer.from('{"data":{}}') }, 'PATCH_NOT_APPLICABLE'],
    [
      'a number beside the patch would be rounded',
      { value: Buffer.from('{"data":{"price":1,"n":12345678901234567890}}') },
      'PATCH_NOT_APPLICABLE',
    ],
    [
      'a name beside the patch is given twice',
      { value: Buffer.from('{"data":{"price":1},"a":1,"a":2}') },
      'PATCH_NOT_APPLICABLE',
    ],
  ])('is skipped when %s', (_, given, why) => {
    expect(skipped(given)).toBe(why);
  });

  it('may have a number mended that no double holds', () => {
    expect(skipped({ value: Buffer.from('{"data":{"price":12345678901234567890}}') })).toBe('{"data":{"price":2}}');
  });

  it('stays the event it is', () => {
    expect(skipped({}, replace('/id', '8'))).toBe('IDENTITY_CHANGED');
    expect(skipped({}, replace('/source', 'urn:b'))).toBe('IDENTITY_CHANGED');
    expect(preparedLetter(letter({ topic: VALIDATED_TOPIC }), undefined)).toMatchObject({ ok: true });
  });
});

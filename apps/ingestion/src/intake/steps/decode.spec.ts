import { aGameViewed } from '@analytics/testing';
import { COLLECTED_HEADERS } from '../../collected-record';
import { aRecord, BROKER_TIME } from '../fixtures/records.fixture';
import { type Decoded, decodeEvent, readRecord } from './decode';
import type { Checked } from '@analytics/domain';

const PLATFORM = 'com.platform.catalog.events.v1';
const event = aGameViewed({}, { id: '1', time: '2026-11-01T10:00:00Z' });
const { data, ...attributes } = event;
const asHeaders = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]));

function decode(...given: Parameters<typeof aRecord>): Checked<Decoded> {
  const record = aRecord(...given);
  const read = readRecord(record);
  return read.ok ? decodeEvent(read.value, record) : read;
}
const refusalOf = (checked: Checked<unknown>) =>
  checked.ok ? undefined : [checked.refusal.code, checked.refusal.pointer];

describe('a record', () => {
  it('is the same event in structured and in binary mode', () => {
    const structured = decode(event, { topic: PLATFORM });
    const binary = decode(data, { topic: PLATFORM, headers: { ...asHeaders, 'content-type': 'application/json' } });
    expect(structured).toMatchObject({ ok: true, value: { event } });
    expect(binary).toMatchObject({ ok: true, value: { event } });
    expect((binary as { value: Decoded }).value.fingerprint).toBe((structured as { value: Decoded }).value.fingerprint);
  });

  it('is of an import only where our own collect says so', () => {
    const headers = { [COLLECTED_HEADERS.importId]: 'import-1' };
    expect(decode(event, { headers })).toMatchObject({ value: { importId: 'import-1' } });
    expect(decode(event)).toMatchObject({ value: { importId: null } });
    expect(decode(event, { topic: PLATFORM, headers })).toMatchObject({ value: { importId: null } });
  });

  it('may spell the correlation id either way', () => {
    expect(decode({ ...event, correlationId: 'c' })).toMatchObject({ value: { event: { correlationid: 'c' } } });
  });

  it('of our own topic was received when collect says so, of another when its broker says so', () => {
    const headers = {
      'x-received-at': '2026-11-01T10:00:01.000Z',
      'x-fingerprint': 'given',
      'x-client-ip': '203.0.113.7',
    };
    expect(decode(event, { headers })).toMatchObject({
      value: { receivedAt: new Date('2026-11-01T10:00:01Z'), fingerprint: 'given', caller: { address: '203.0.113.7' } },
    });
    const foreign = decode(event, { headers, topic: PLATFORM }) as { value: Decoded };
    expect(foreign.value.receivedAt).toEqual(new Date(BROKER_TIME));
    expect(foreign.value.fingerprint).not.toBe('given');
    expect(foreign.value.caller.address).toBeUndefined();
  });

  it('that collect has refused is refused for the same reason', () => {
    const headers = { 'x-refused-code': 'ID_CONFLICT', 'x-refused-pointer': '/id', 'x-refused-detail': 'taken' };
    expect(refusalOf(decode(event, { headers }))).toEqual(['ID_CONFLICT', '/id']);
    expect(refusalOf(decode('{', { headers }))).toEqual(['ID_CONFLICT', '/id']);
    expect(decode(event, { headers, topic: PLATFORM }).ok).toBe(true);
  });

  it.each([
    ['a number beyond 2^53', JSON.stringify(event).replace('"data":{', '"data":{"n":9007199254740993,')],
    ['a name twice', JSON.stringify(event).replace('"data":{', '"data":{"n":1,"n":1,')],
    ['NUL', JSON.stringify(event).replace('"data":{', '"data":{"n":"\\u0000",')],
    ['__proto__', JSON.stringify(event).replace('"data":{', '"data":{"__proto__":{},')],
    [
      'far too many levels',
      JSON.stringify(event).replace('"data":{', `"data":{"n":${'['.repeat(50)}${']'.repeat(50)},`),
    ],
  ])('that is refused for %s can be called by its name all the same', (_, value) => {
    const { type, source, id } = event;
    expect(decode(value).ok).toBe(false);
    expect(readRecord(aRecord(value))).toMatchObject({ value: { event: { type, source, id } } });
  });

  it('has no name that a store could not keep', () => {
    const named = JSON.stringify({ ...event, id: 'a\0b', source: 's'.repeat(600), type: '\ud800' });
    expect(readRecord(aRecord(named))).toMatchObject({
      value: { event: { type: undefined, source: undefined, id: undefined } },
    });
    expect(readRecord(aRecord('{'))).toMatchObject({ value: { event: undefined } });
  });

  it('in binary mode with broken data is called by its headers', () => {
    expect(readRecord(aRecord('{"a":', { headers: asHeaders }))).toMatchObject({ value: { event: { id: '1' } } });
  });

  const text = JSON.stringify(event);
  it.each<[string, Parameters<typeof aRecord>, string, string]>([
    ['without a value', ['', { value: null }], 'MALFORMED_JSON', ''],
    ['that is cut off', [text.slice(0, -1)], 'MALFORMED_JSON', ''],
    ['that is not UTF-8', [Buffer.from([0x7b, 0xff, 0x7d])], 'ENCODING', ''],
    ['in UTF-16', [Buffer.from(text, 'utf16le')], 'MALFORMED_JSON', ''],
    ['of another format', [event, { headers: { 'content-type': 'application/cloudevents+avro' } }], 'ENCODING', ''],
    ['too large', [`${text}${' '.repeat(300_000)}`], 'TOO_LARGE', ''],
    ['nested too deep', [`${'['.repeat(21)}${']'.repeat(21)}`], 'TOO_DEEP', `${'/0'.repeat(20)}`],
    ['nested far too deep', [`${'['.repeat(100_000)}${']'.repeat(100_000)}`], 'TOO_DEEP', `${'/0'.repeat(20)}`],
    ['with a name twice', [`{"id":"1","id":"2"}`], 'MALFORMED_JSON', '/id'],
    ['with __proto__', [`{"__proto__":{"polluted":1}}`], 'MALFORMED_JSON', '/__proto__'],
    ['with a number beyond 2^53', [`{"n":9007199254740993}`], 'NUMBER_OUT_OF_RANGE', '/n'],
    ['with 1e400', [`{"n":1e400}`], 'NUMBER_OUT_OF_RANGE', '/n'],
    ['with NaN', [`{"n":NaN}`], 'MALFORMED_JSON', ''],
    ['with a lone surrogate', [`{"s":"\\ud800"}`], 'ENCODING', '/s'],
    ['that is a list', [[event]], 'NOT_CLOUDEVENT', ''],
    ['in binary mode without an id', [data, { headers: { ...asHeaders, ce_id: '' } }], 'NOT_CLOUDEVENT', '/id'],
    ['in binary mode with broken data', ['{"a":', { headers: asHeaders }], 'MALFORMED_JSON', '/data'],
    ['in binary mode with data that is no object', ['7', { headers: asHeaders }], 'NOT_CLOUDEVENT', '/data'],
  ])('%s is refused', (_, given, code, pointer) => {
    expect(refusalOf(decode(...given))).toEqual([code, pointer]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

import { COLLECTED_HEADERS, collectedRecord, refusalIn } from './collected-record';

const facts = { receivedAt: new Date('2026-11-01T10:00:00Z'), writeKeyId: 'k' };
const keyOf = (data: unknown) => collectedRecord({ source: '/store', id: '7', data }, '{}', facts).key;

describe('a collected record', () => {
  it('is keyed by the account, else by the device, else by the event itself', () => {
    expect(keyOf({ userId: 'u', anonymousId: 'a' })).toBe('u');
    expect(keyOf({ anonymousId: 'a' })).toBe('a');
    expect(keyOf({ userId: 7 })).toBe('/store\n7');
    expect(keyOf(undefined)).toBe('/store\n7');
  });

  it('remembers when it came, by which key, and what it is compared by', () => {
    const { headers } = collectedRecord({ source: '/store', id: '7' }, '{}', { ...facts, fingerprint: 'ff' });
    expect(headers).toEqual({
      [COLLECTED_HEADERS.receivedAt]: '2026-11-01T10:00:00.000Z',
      [COLLECTED_HEADERS.writeKey]: 'k',
      [COLLECTED_HEADERS.fingerprint]: 'ff',
    });
    expect(refusalIn(headers!)).toBeUndefined();
  });

  it.each(['/data/gameId', '/data/имя 100%/~1', ''])('carries the verdict the sender was told, at %p', (pointer) => {
    const refusal = { code: 'SOURCE_NOT_ALLOWED', detail: 'may not', pointer } as const;
    expect(refusalIn(collectedRecord({ source: '/store', id: '7' }, '{}', { ...facts, refusal }).headers!)).toEqual(
      refusal,
    );
  });

  it('carries which rule of which schema it broke', () => {
    const schema = { schemaId: 'urn:analytics:event:имя', schemaVersion: 3 };
    const refusal = { code: 'SCHEMA_VIOLATION', detail: 'x', pointer: '/a', keyword: 'type', ...schema } as const;
    expect(refusalIn(collectedRecord({}, '{}', { ...facts, refusal }).headers!)).toEqual(refusal);
  });

  it('carries a verdict on a name that is no Unicode text', () => {
    const refusal = { code: 'ENCODING', detail: 'x', pointer: '/a\ud800' } as const;
    expect(refusalIn(collectedRecord({}, '{}', { ...facts, refusal }).headers!)).toEqual({
      ...refusal,
      pointer: '/a\ufffd',
    });
  });
});

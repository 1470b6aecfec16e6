import { COLLECTED_HEADERS, collectedRecord } from './collected-record';

const facts = { receivedAt: new Date('2026-11-01T10:00:00Z'), writeKeyId: 'k', sourceAllowed: true };
const keyOf = (data: unknown) => collectedRecord({ source: '/store', id: '7', data }, '{}', facts).key;

describe('a collected record', () => {
  it('is keyed by the account, else by the device, else by the event itself', () => {
    expect(keyOf({ userId: 'u', anonymousId: 'a' })).toBe('u');
    expect(keyOf({ anonymousId: 'a' })).toBe('a');
    expect(keyOf({ userId: 7 })).toBe('/store\n7');
    expect(keyOf(undefined)).toBe('/store\n7');
  });

  it('remembers when it came and by which key, and that the key may not send it', () => {
    const allowed = collectedRecord({ source: '/store', id: '7' }, '{}', facts).headers;
    expect(allowed).toEqual({
      [COLLECTED_HEADERS.receivedAt]: '2026-11-01T10:00:00.000Z',
      [COLLECTED_HEADERS.writeKey]: 'k',
    });
    const refused = collectedRecord({ source: '/store', id: '7' }, '{}', { ...facts, sourceAllowed: false }).headers;
    expect(refused).toMatchObject({ [COLLECTED_HEADERS.sourceNotAllowed]: 'true' });
  });
});

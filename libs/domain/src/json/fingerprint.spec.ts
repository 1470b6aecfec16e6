import fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { fingerprintOf } from './fingerprint';

const event = {
  specversion: '1.0',
  id: '1',
  source: '/store',
  type: 't',
  time: '2026-11-01T10:00:00Z',
  data: { b: 1, a: [{ d: 1, c: 2 }] },
};

describe('canonical JSON', () => {
  it('is the example of RFC 8785', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\"/"}',
    );
  });

  it('is one text for one value, and still that value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('the fingerprint of an event', () => {
  it.each([
    ['another order', { ...Object.fromEntries(Object.entries(event).reverse()), data: { a: [{ c: 2, d: 1 }], b: 1 } }],
    ['sent later', { ...event, sentat: '2026-11-01T10:05:00Z' }],
    ['another trace', { ...event, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
    ['its data type named', { ...event, datacontenttype: 'application/json' }],
    ['an attribute that is null', { ...event, subject: null }],
  ])('is the same with %s', (_, other) => {
    expect(fingerprintOf(other)).toBe(fingerprintOf(event));
  });

  it('is the same for both spellings of the correlation id', () => {
    expect(fingerprintOf({ ...event, correlationId: 'c' })).toBe(fingerprintOf({ ...event, correlationid: 'c' }));
    expect(fingerprintOf({ ...event, correlationid: 'c' })).not.toBe(fingerprintOf(event));
  });

  it.each([
    { data: { b: 2 } },
    { time: '2026-11-01T10:00:01Z' },
    { type: 'u' },
    { subject: 's' },
    { data: { ...event.data, x: null } },
  ])('is another one with %j', (change) => {
    expect(fingerprintOf({ ...event, ...change })).not.toBe(fingerprintOf(event));
  });
});

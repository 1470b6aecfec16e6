import { requestHash } from './repeatable-request';
import { requestKeyOf, RequestKeyWrong } from './request-key';

describe('the key of a request that may come again', () => {
  it.each(['k', 'c1a9-4f', '!~', 'x'.repeat(255)])('is taken: %s', (key) => {
    expect(requestKeyOf(key)).toBe(key);
  });

  it('may be left out', () => {
    expect(requestKeyOf(undefined)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a space', 'a b'],
    ['two headers as Node.js joins them', 'a, b'],
    ['a sign that is not ASCII', 'ключ'],
    ['a control character', 'a\u007f'],
    ['too much', 'x'.repeat(256)],
    ['a list', ['a']],
  ])('is refused with %s, and the header is named', (_, header) => {
    const refused = (() => {
      try {
        return requestKeyOf(header);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(RequestKeyWrong);
    expect(refused).toMatchObject({ code: 'INVALID_QUERY_PARAMETERS', source: { parameter: 'Idempotency-Key' } });
  });

  it('stands for one body, however its members are ordered, and for one thing', () => {
    expect(requestHash('create', { a: 1, b: 2 })).toBe(requestHash('create', { b: 2, a: 1 }));
    expect(requestHash('create', { a: 1 })).not.toBe(requestHash('create', { a: 2 }));
    expect(requestHash('create', { a: 1 })).not.toBe(requestHash('change', { a: 1 }));
    expect(requestHash('create', undefined)).toBe(requestHash('create', null));
  });
});

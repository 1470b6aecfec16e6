import { RedisKeys } from './redis-keys';

describe('a key', () => {
  const keys = new RedisKeys('query-api', 3_600);

  it('says whose it is and what kind, and when it ends', () => {
    expect(keys.key('answer', 'a b:c', 60_000)).toEqual({ name: 'analytics:query-api:answer:a b:c', ttlMs: 60_000 });
  });

  it.each([0, -1, 1.5, Number.NaN, 3_600_001])('cannot live for %p ms', (ttlMs) => {
    expect(() => keys.key('answer', 'x', ttlMs)).toThrow(RangeError);
  });

  it('cannot be of a kind that would look like another owner', () => {
    expect(() => keys.key('', 'x', 1)).toThrow(TypeError);
    expect(() => keys.key('a b', 'x', 1)).toThrow(TypeError);
  });
});

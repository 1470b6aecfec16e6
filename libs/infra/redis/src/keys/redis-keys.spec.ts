import { RedisConfig } from '../config/redis.config';
import { RedisKeys } from './redis-keys';

describe('keys', () => {
  const keys = new RedisKeys(Object.assign(new RedisConfig(), { maxTtlSeconds: 3_600 }));
  const family = keys.family({ owner: 'query-api', kind: 'cache', ttlSeconds: 60 });

  it('name the product, the owner and the kind, and end', () => {
    expect(family('games', 17n, 4)).toEqual({ name: 'analytics:query-api:cache:games:17:4', ttlMs: 60_000 });
  });

  it('keep what came from outside in its own place', () => {
    expect(family('a:b', 'c').name).not.toBe(family('a', 'b:c').name);
    expect(family('x\r\nFLUSHALL').name).toBe('analytics:query-api:cache:x%000d%000aFLUSHALL');
    expect(family('é').name).not.toBe(family('e').name);
    expect(family('%003a').name).not.toBe(family(':').name);
  });

  it('have an end to their length, and stay different beyond it', () => {
    const long = 'u'.repeat(10_000);
    expect(family(long).name.length).toBeLessThan(120);
    expect(family(long).name).not.toBe(family(`${long}u`).name);
    expect(family(long).name).toBe(family(long).name);
  });

  it.each([0, -1, 3_601, Number.NaN, Number.POSITIVE_INFINITY])('are refused a life of %p seconds', (ttlSeconds) => {
    expect(() => keys.family({ owner: 'a', kind: 'b', ttlSeconds })).toThrow(RangeError);
  });

  it.each(['', 'A', 'a:b', '*'])('are refused an owner called %p', (owner) => {
    expect(() => keys.family({ owner, kind: 'b', ttlSeconds: 1 })).toThrow(TypeError);
  });
});

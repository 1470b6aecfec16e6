import { LocalRateLimiter } from './local-rate-limiter';

const rule = { limit: 10, windowMs: 1_000 };

describe('the local rate limiter', () => {
  let now: number;
  let limiter: LocalRateLimiter;
  beforeEach(() => {
    now = 0;
    limiter = new LocalRateLimiter(3, () => now);
  });
  const allowed = async (times: number, key = 'a') => {
    const decisions = await Promise.all(Array.from({ length: times }, () => limiter.take(key, rule)));
    return decisions.filter((decision) => decision.allowed).length;
  };

  it('lets through the limit and says what is left', async () => {
    expect(await limiter.take('a', rule)).toEqual({ allowed: true, limit: 10, remaining: 9, retryAfterSeconds: 0 });
    expect(await allowed(20)).toBe(9);
    expect(await limiter.take('a', rule)).toEqual({ allowed: false, limit: 10, remaining: 0, retryAfterSeconds: 1 });
  });

  it('counts each key for itself', async () => {
    await allowed(20, 'a');
    expect(await allowed(20, 'b')).toBe(10);
  });

  it('has no window edge to burst at', async () => {
    now = 990;
    await allowed(10);
    now = 1_010;
    expect(await allowed(10)).toBe(0);
    now = 1_090;
    expect(await allowed(10)).toBe(1);
  });

  it('is full again after a window, and no fuller', async () => {
    await allowed(10);
    now += 60_000;
    expect(await allowed(30)).toBe(10);
  });

  it('says when a refused request would be allowed, and is right', async () => {
    await allowed(10);
    const slow = { limit: 10, windowMs: 600_000 };
    const { retryAfterSeconds } = await limiter.take('a', slow, 3);
    now += retryAfterSeconds * 1_000;
    expect((await limiter.take('a', slow, 3)).allowed).toBe(true);
  });

  it('takes the cost of a request into account and a refusal costs nothing', async () => {
    expect((await limiter.take('a', rule, 8)).remaining).toBe(2);
    expect((await limiter.take('a', rule, 3)).allowed).toBe(false);
    expect((await limiter.take('a', rule, 2)).allowed).toBe(true);
  });

  it('keeps a bounded number of keys and forgets the longest unused', async () => {
    for (const key of ['a', 'b', 'c']) await allowed(10, key);
    await allowed(1, 'a');
    await allowed(1, 'd');
    expect(await allowed(10, 'a')).toBe(0);
    expect(await allowed(10, 'b')).toBe(10);
  });
});

import { randomUUID } from 'node:crypto';
import type { RateDecision } from '@analytics/service-kit';
import { eventually, suiteNamespace } from '@analytics/testing';
import { Connected } from '../fixtures/connected.fixture';

interface Asked {
  readonly from: number;
  readonly until: number;
}

describe('the rate limit', () => {
  let replicas: Connected[];

  beforeAll(async () => {
    const space = await suiteNamespace('infra-redis-limits', { databases: [] });
    const open = () => Connected.open(space.redis.url, `${space.redisPrefix}analytics`);
    replicas = await Promise.all([open(), open(), open()]);
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.close())));

  it('is one for all replicas, to the last one', async () => {
    const key = randomUUID();
    const rule = { limit: 30, windowMs: 600_000 };
    const asked = Array.from({ length: 90 }, (_, turn) => replicas[turn % 3]!.limiter.take(key, rule));
    const decisions = await Promise.all(asked);
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(30);
    const refused = decisions.find(({ allowed }) => !allowed)!;
    expect(refused).toMatchObject({ limit: 30, remaining: 0 });
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(630);
  });

  it('lets no window hold more than the limit, wherever it begins, and gives the whole limit in each', async () => {
    const key = randomUUID();
    const rule = { limit: 100, windowMs: 1_000 };
    const [taken, refused]: [Asked[], Asked[]] = [[], []];
    const began = performance.now();
    const hammer = async (replica: Connected) => {
      while (performance.now() - began < 3_500 || taken.length < 3 * rule.limit) {
        const from = performance.now();
        const { allowed } = await replica.limiter.take(key, rule);
        (allowed ? taken : refused).push({ from, until: performance.now() });
      }
    };
    await Promise.all([...replicas, ...replicas].map(hammer));
    // What was asked after `from` and answered before the window's end was certainly decided inside of it.
    const inWindow = ({ from }: Asked) =>
      taken.filter((other) => other.from >= from && other.until <= from + rule.windowMs).length;
    expect(Math.max(...taken.map(inWindow))).toBeLessThanOrEqual(rule.limit);
    // Nobody was refused but where the window that ended then, which is a twentieth longer, may have held the limit.
    const before = ({ from, until }: Asked) =>
      taken.filter((other) => other.until >= from - 1.1 * rule.windowMs && other.from <= until).length;
    expect(refused.length).toBeGreaterThan(0);
    expect(Math.min(...refused.map(before))).toBeGreaterThanOrEqual(rule.limit);
  });

  it('says when it is worth to come back, and keeps its word', async () => {
    const { limiter } = replicas[0]!;
    const key = randomUUID();
    const rule = { limit: 2, windowMs: 5_000 };
    await limiter.take(key, rule, 2);
    const refused = await limiter.take(key, rule);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(6);
    await new Promise((resolve) => setTimeout(resolve, refused.retryAfterSeconds * 1_000));
    expect(await limiter.take(key, rule)).toMatchObject({ allowed: true });
  });

  it('counts a cost, and says what is left', async () => {
    const { limiter } = replicas[0]!;
    const key = randomUUID();
    const take = (cost: number): Promise<RateDecision> => limiter.take(key, { limit: 10, windowMs: 600_000 }, cost);
    expect(await take(7)).toMatchObject({ allowed: true, remaining: 3, retryAfterSeconds: 0 });
    expect(await take(7)).toMatchObject({ allowed: false, remaining: 3 });
    expect(await take(0)).toMatchObject({ allowed: true, remaining: 3 });
    expect(await take(3)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await take(11)).toMatchObject({ allowed: false });
  });

  it('keeps callers apart, and rules of another window too', async () => {
    const { limiter } = replicas[0]!;
    const key = randomUUID();
    expect(await limiter.take(key, { limit: 1, windowMs: 60_000 })).toMatchObject({ allowed: true });
    expect(await limiter.take(`${key}:2`, { limit: 1, windowMs: 60_000 })).toMatchObject({ allowed: true });
    expect(await limiter.take(key, { limit: 1, windowMs: 30_000 })).toMatchObject({ allowed: true });
    expect(await limiter.take(key, { limit: 1, windowMs: 60_000 })).toMatchObject({ allowed: false });
  });

  it('leaves nothing in Redis when the window is over', async () => {
    const { limiter, redis, keys } = replicas[0]!;
    const key = randomUUID();
    await limiter.take(key, { limit: 5, windowMs: 5_000 });
    const stored = keys.family({ owner: 'limits', kind: 'rate', ttlSeconds: 1 })(5_000, key);
    expect(await redis.read<number>('EXISTS', stored)).toBe(1);
    await eventually(async () => expect(await redis.read<number>('EXISTS', stored)).toBe(0));
  });

  it.each([
    [{ limit: 0, windowMs: 1_000 }, 1],
    [{ limit: 1.5, windowMs: 1_000 }, 1],
    [{ limit: 10, windowMs: 10 }, 1],
    [{ limit: 10, windowMs: 1_000 }, -1],
    [{ limit: 10, windowMs: 1_000 }, Number.NaN],
  ])('refuses the rule %p with the cost %p', async (rule, cost) => {
    await expect(replicas[0]!.limiter.take('key', rule, cost)).rejects.toBeInstanceOf(RangeError);
  });
});

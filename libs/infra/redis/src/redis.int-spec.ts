import { randomUUID } from 'node:crypto';
import { Unavailable } from '@analytics/domain';
import { eventually, startPrivateStore, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { Redis } from 'ioredis';
import { RedisConfig } from './redis.config';
import { RedisKeys } from './redis-keys';
import { RedisRateLimiter } from './redis-rate-limiter';
import { redisScript } from './redis-script';
import { RedisRefused, RedisStore } from './redis-store';

const configOf = (url: string): RedisConfig =>
  Object.assign(new RedisConfig(), { url, commandTimeoutMs: 2_000, reconnectMaxMs: 100 });

async function opened(url: string): Promise<RedisStore> {
  const store = new RedisStore(configOf(url));
  await eventually(() => store.ping());
  return store;
}

describe('the store', () => {
  let suite: SuiteNamespace;
  let store: RedisStore;
  let keys: RedisKeys;

  beforeAll(async () => {
    suite = await suiteNamespace('infra-redis', { databases: [] });
    store = await opened(suite.redis.url);
    keys = new RedisKeys('specs', 3_600, suite.redisPrefix.replace(/:$/, ''));
  });
  afterAll(async () => {
    store.onApplicationShutdown();
    await suite.dispose();
  });

  it('gives back what it was given, until its time is over', async () => {
    const key = keys.key('value', randomUUID(), 300);
    expect(await store.getJson(key)).toBeUndefined();
    await store.setJson(key, { name: 'Орбита', list: [1, null] });
    expect(await store.getJson(key)).toEqual({ name: 'Орбита', list: [1, null] });
    await eventually(async () => expect(await store.getJson(key)).toBeUndefined());
  });

  it('lets one of many do the work that a lock guards, and the next one after it', async () => {
    const key = keys.key('lock', randomUUID(), 30_000);
    const tries = await Promise.all(Array.from({ length: 20 }, (_, index) => store.tryLock(key, async () => index)));
    expect(tries.filter((attempt) => attempt.taken).length).toBeGreaterThanOrEqual(1);
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await store.ping();
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 50 }, () => store.tryLock(key, work)));
    expect(most).toBe(1);
    expect(await store.tryLock(key, async () => 'again')).toEqual({ taken: true, result: 'again' });
  });

  it('does not let go of a lock that has become somebody else’s', async () => {
    const key = keys.key('lock', randomUUID(), 50);
    const after = { ...key, ttlMs: 30_000 };
    await store.tryLock(key, async () => {
      await eventually(async () => expect(await store.getJson(key)).toBeUndefined());
      await store.setJson(after, 'another holder');
    });
    expect(await store.getJson(after)).toBe('another holder');
  });

  it('runs a script again after the server has forgotten it', async () => {
    const script = redisScript('release-lock');
    const key = keys.key('lock', randomUUID(), 1_000);
    expect(await store.script(script, [key], ['x'])).toBe(0);
    const admin = new Redis(suite.redis.url);
    await admin.script('FLUSH');
    admin.disconnect();
    expect(await store.script(script, [key], ['x'])).toBe(0);
  });

  it('tells a mistake of ours apart from an outage', async () => {
    const broken = { name: 'broken', text: 'return redis.call("NOSUCHCOMMAND")' };
    await expect(store.script(broken, [], [])).rejects.toBeInstanceOf(RedisRefused);
  });
});

describe('the rate limit', () => {
  let suite: SuiteNamespace;
  const stores: RedisStore[] = [];
  const limiter = async () => {
    const store = await opened(suite.redis.url);
    stores.push(store);
    return new RedisRateLimiter(store, configOf(suite.redis.url));
  };

  beforeAll(async () => {
    suite = await suiteNamespace('infra-redis', { databases: [] });
  });
  afterAll(() => stores.forEach((store) => store.onApplicationShutdown()));

  it('is one for all replicas', async () => {
    const replicas = await Promise.all([limiter(), limiter(), limiter()]);
    const key = randomUUID();
    const rule = { limit: 30, windowMs: 600_000 };
    const decisions = await Promise.all(Array.from({ length: 90 }, (_, index) => replicas[index % 3]!.take(key, rule)));
    expect(decisions.filter((decision) => decision.allowed)).toHaveLength(30);
    const refused = decisions.find((decision) => !decision.allowed)!;
    expect(refused).toMatchObject({ limit: 30, remaining: 0 });
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
  });

  it('fills up evenly, so that no burst fits around the edge of a window', async () => {
    const one = await limiter();
    const key = randomUUID();
    const rule = { limit: 100, windowMs: 2_000 };
    const started = performance.now();
    let allowed = 0;
    let elapsedMs = 0;
    while (elapsedMs < 1_000) {
      const decisions = await Promise.all(Array.from({ length: 20 }, () => one.take(key, rule)));
      elapsedMs = performance.now() - started;
      allowed += decisions.filter((decision) => decision.allowed).length;
    }
    // What a bucket of 100 can have granted by now: its content and what flowed in since.
    expect(allowed).toBeGreaterThanOrEqual(100);
    expect(allowed).toBeLessThanOrEqual(100 + (elapsedMs * 100) / 2_000 + 1);
  });

  it('counts a cost, and says what is left', async () => {
    const one = await limiter();
    const rule = { limit: 10, windowMs: 600_000 };
    const key = randomUUID();
    expect(await one.take(key, rule, 7)).toMatchObject({ allowed: true, remaining: 3 });
    expect(await one.take(key, rule, 7)).toMatchObject({ allowed: false, remaining: 3 });
    expect(await one.take(key, rule, 3)).toMatchObject({ allowed: true, remaining: 0 });
  });
});

describe('while Redis is away', () => {
  it('the store fails fast, the limit is stricter but holds, and all comes back by itself', async () => {
    const server = await startPrivateStore('redis');
    const store = await opened(server.connection.url);
    const limiter = new RedisRateLimiter(store, configOf(server.connection.url));
    try {
      await server.kill9();
      const key = new RedisKeys('specs', 3_600).key('value', 'x', 1_000);
      await eventually(() => expect(store.getJson(key)).rejects.toBeInstanceOf(Unavailable));
      const rule = { limit: 20, windowMs: 600_000 };
      const decisions = await Promise.all(Array.from({ length: 40 }, () => limiter.take('caller', rule)));
      expect(decisions.filter((decision) => decision.allowed)).toHaveLength(10);
      await server.restart();
      await eventually(() => store.ping());
      expect(await limiter.take('caller', rule)).toMatchObject({ allowed: true, limit: 20, remaining: 19 });
    } finally {
      store.onApplicationShutdown();
      await server.stop();
    }
  }, 120_000);
});

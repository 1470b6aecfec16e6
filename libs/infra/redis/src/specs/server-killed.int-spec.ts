import { Unavailable } from '@analytics/domain';
import { eventually, type PrivateStore, sleep, startPrivateStore } from '@analytics/testing';
import { Redis as Driver } from 'ioredis';
import { Logger } from '@nestjs/common';
import { JsonCache } from '../cache/json-cache';
import { Connected } from '../fixtures/connected.fixture';
import { RedisLocks } from '../locks/redis-locks';

const RULE = { limit: 20, windowMs: 600_000 };

describe('while Redis is away', () => {
  let server: PrivateStore<'redis'>;
  let one: Connected;

  beforeAll(async () => {
    // Outages are what this suite makes: their warnings would bury a failure.
    Logger.overrideLogger(false);
    server = await startPrivateStore('redis');
    one = await Connected.open(server.connection.url, 'analytics');
  });
  afterAll(async () => {
    await one?.close();
    await server?.stop();
  });

  const key = () => one.keys.family({ owner: 'specs', kind: 'value', ttlSeconds: 60 })('x');
  const allowedOf = async (key: string, asked: number, { limiter } = one) => {
    const decisions = await Promise.all(Array.from({ length: asked }, () => limiter.take(key, RULE)));
    return decisions.filter(({ allowed }) => allowed).length;
  };

  it('every use fails or does without, at once, and all is back by itself', async () => {
    const cache = new JsonCache(one.redis, one.config);
    await cache.set(key(), 'kept');
    await server.kill9();
    await eventually(() => expect(one.redis.check()).rejects.toBeInstanceOf(Unavailable));
    const began = performance.now();
    await expect(one.redis.read('GET', key())).rejects.toBeInstanceOf(Unavailable);
    await expect(one.redis.write('SET', key(), 'x')).rejects.toBeInstanceOf(Unavailable);
    await expect(new RedisLocks(one.redis).tryLock(key())).rejects.toBeInstanceOf(Unavailable);
    await expect(cache.forget(key())).rejects.toBeInstanceOf(Unavailable);
    expect(await cache.get(key())).toBeUndefined();
    expect(await cache.set(key(), 'lost')).toBe(false);
    expect(performance.now() - began).toBeLessThan(one.config.commandTimeoutMs);
    await server.restart();
    await eventually(() => one.redis.check());
    expect(await cache.get(key())).toBe('kept');
  });

  it('a limit becomes stricter, never open, and counts for all again when it is back', async () => {
    expect(await allowedOf('caller', 5)).toBe(5);
    await server.kill9();
    await eventually(() => expect(one.redis.check()).rejects.toBeInstanceOf(Unavailable));
    // A quarter of the limit for this one process.
    expect(await allowedOf('caller', 40)).toBe(5);
    expect(await one.limiter.take('caller', RULE)).toMatchObject({ allowed: false, limit: 20 });
    await server.restart();
    await eventually(() => one.redis.check());
    // A killed server may have lost what it had not yet written, here at most the 5 of before; it never allows more than the limit.
    const again = await allowedOf('caller', 40);
    expect(again).toBeGreaterThanOrEqual(15);
    expect(again).toBeLessThanOrEqual(20);
  });

  it('commands in flight when it dies are not carried out a second time', async () => {
    const counter = one.keys.family({ owner: 'specs', kind: 'counter', ttlSeconds: 600 })('x');
    const results = Array.from({ length: 500 }, () => one.redis.write<number>('HINCRBY', counter, 'n', 1));
    const settled = Promise.allSettled(results);
    await server.kill9();
    await server.restart();
    await eventually(() => one.redis.check());
    const acknowledged = (await settled).filter(({ status }) => status === 'fulfilled').length;
    const count = Number(await one.redis.read<string | null>('HGET', counter, 'n'));
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    expect(count).toBeLessThanOrEqual(500);
  });

  it('a flushed server is like a new one: scripts and limits begin again', async () => {
    expect(await allowedOf('flushed', 40)).toBe(20);
    const admin = new Driver(server.connection.url);
    await admin.flushall();
    await admin.script('FLUSH');
    admin.disconnect();
    expect(await allowedOf('flushed', 40)).toBe(20);
  });

  it('a silent server costs one command’s time, then nobody waits for it until the hold is over', async () => {
    const hasty = await Connected.open(server.connection.url, 'hasty', {
      commandTimeoutMs: 3_000,
      limitHoldMs: 60_000,
      silenceTimeoutMs: 5_000,
    });
    server.freeze();
    try {
      await expect(hasty.redis.check()).rejects.toBeInstanceOf(Unavailable);
      expect(await hasty.limiter.take('silent', RULE)).toMatchObject({ allowed: true, remaining: 4 });
      const began = performance.now();
      expect(await allowedOf('silent', 40, hasty)).toBe(4);
      expect(performance.now() - began).toBeLessThan(hasty.config.commandTimeoutMs);
    } finally {
      server.thaw();
    }
    await eventually(() => hasty.redis.check());
    await hasty.close();
  });

  it('a connection is given up when it stays silent, and another one is found', async () => {
    const hasty = await Connected.open(server.connection.url, 'hasty', {
      commandTimeoutMs: 100,
      silenceTimeoutMs: 300,
    });
    const admin = new Driver(server.connection.url);
    const connections = async () => (await admin.client('LIST')) as string;
    const idOf = async () => / *id=(\d+) [^\n]*cmd=ping/.exec(await connections())?.[1];
    await eventually(() => hasty.redis.check());
    const before = await idOf();
    server.freeze();
    await expect(hasty.redis.check()).rejects.toBeInstanceOf(Unavailable);
    await sleep(600);
    server.thaw();
    await eventually(() => hasty.redis.check());
    expect(before).toBeDefined();
    await eventually(async () => expect(await connections()).not.toContain(`id=${before} `));
    admin.disconnect();
    await hasty.close();
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, suiteNamespace } from '@analytics/testing';
import { Redis as Driver } from 'ioredis';
import { JsonCache } from '../cache/json-cache';
import { RedisFault } from '../errors/redis-errors';
import { Connected } from '../fixtures/connected.fixture';
import type { RedisKey } from '../keys/redis-key';
import type { KeyFamily } from '../keys/redis-keys';
import { RedisLocks } from '../locks/redis-locks';
import { RedisScript } from '../scripts/redis-script';

describe('Redis', () => {
  let one: Connected;
  let admin: Driver;
  let family: KeyFamily;

  beforeAll(async () => {
    const space = await suiteNamespace('infra-redis', { databases: [] });
    one = await Connected.open(space.redis.url, `${space.redisPrefix}analytics`);
    admin = new Driver(space.redis.url);
    family = one.keys.family({ owner: 'specs', kind: 'long', ttlSeconds: 600 });
  });
  afterAll(async () => {
    admin.disconnect();
    await one.close();
  });

  /** Lets the time of a key be over, which has one. */
  async function endsNow({ name }: RedisKey): Promise<void> {
    expect(await admin.pttl(name)).toBeGreaterThan(0);
    await admin.pexpire(name, 1);
  }

  it('gives every key that is written an end, in the same step, and renews it with each write', async () => {
    const key = family('counter');
    expect(await one.redis.write<number>('HINCRBY', key, 'views', 2)).toBe(2);
    await admin.pexpire(key.name, 5_000);
    expect(await one.redis.write<number>('HINCRBY', key, 'views', 3)).toBe(5);
    expect(await admin.pttl(key.name)).toBeGreaterThan(590_000);
    expect(await one.redis.read<string>('HGET', key, 'views')).toBe('5');
    expect(await one.redis.delete(key, family('nothing'))).toBe(1);
    expect(await one.redis.read<string | null>('HGET', key, 'views')).toBeNull();
  });

  it('does not take the time this process is busy itself for silence of the server', async () => {
    const { url, keyPrefix } = one.config;
    const busy = await Connected.open(url, keyPrefix, { commandTimeoutMs: 2_000 });
    const answer = busy.redis.write('SET', family('busy'), 'kept');
    const until = performance.now() + busy.config.commandTimeoutMs + 300;
    while (performance.now() < until);
    await expect(answer).resolves.toBe('OK');
    await busy.close();
  });

  it('tells a mistake of ours from an outage', async () => {
    const key = family('text');
    await one.redis.write('SET', key, 'a text');
    await expect(one.redis.read('HGET', key, 'x')).rejects.toMatchObject({ kind: 'internal', replyCode: 'WRONGTYPE' });
    await expect(one.redis.write('HINCRBY', key, 'x', 1)).rejects.toBeInstanceOf(RedisFault);
    await expect(one.redis.write('NOSUCHCOMMAND', key)).rejects.toBeInstanceOf(RedisFault);
  });

  it('runs a script from its file, and again after the server has forgotten it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'redis-script-'));
    writeFileSync(path.join(folder, 'add-up.lua'), 'return redis.call("INCRBY", KEYS[1], ARGV[1]) + ARGV[2]');
    const script = RedisScript.fromFile(path.join(folder, 'add-up.lua'));
    rmSync(folder, { recursive: true });
    const key = family('script');
    expect(await one.redis.run<number>(script, [key], [1, 10])).toBe(11);
    await admin.script('FLUSH');
    expect(await one.redis.run<number>(script, [key], [1, 10])).toBe(12);
    expect(await admin.script('EXISTS', script.sha)).toEqual([1]);
    await one.redis.delete(key);
  });

  it('says which script failed, not what was in it', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'redis-script-'));
    writeFileSync(path.join(folder, 'broken.lua'), 'return redis.call("NOSUCHCOMMAND")');
    const script = RedisScript.fromFile(path.join(folder, 'broken.lua'));
    rmSync(folder, { recursive: true });
    await expect(one.redis.run(script, [])).rejects.toMatchObject({ operation: 'broken', kind: 'internal' });
  });

  describe('as a cache', () => {
    let cache: JsonCache;
    beforeAll(() => (cache = new JsonCache(one.redis, Object.assign(one.config, { cacheValueBytes: 1_000 }))));

    it('gives back what it was given, until its time is over', async () => {
      const key = family('brief');
      expect(await cache.get(key)).toBeUndefined();
      expect(await cache.set(key, { name: 'Орбита', list: [1, null] })).toBe(true);
      expect(await cache.get(key)).toEqual({ name: 'Орбита', list: [1, null] });
      await endsNow(key);
      await eventually(async () => expect(await cache.get(key)).toBeUndefined());
    });

    it('keeps nothing that is too large or no value, and forgets on request', async () => {
      const key = family('value');
      expect(await cache.set(key, 'x'.repeat(999))).toBe(false);
      expect(await cache.set(key, undefined)).toBe(false);
      expect(await cache.get(key)).toBeUndefined();
      expect(await cache.set(key, null)).toBe(true);
      expect(await cache.get(key)).toBeNull();
      await cache.forget(key);
      expect(await cache.get(key)).toBeUndefined();
    });

    it('finds nothing in what somebody else wrote', async () => {
      const key = family('odd');
      await admin.set(key.name, '{half', 'PX', 10_000);
      expect(await cache.get(key)).toBeUndefined();
    });
  });

  describe('as a lock', () => {
    let locks: RedisLocks;
    beforeAll(() => (locks = new RedisLocks(one.redis)));

    it('has one holder among many, and the next one after it', async () => {
      const key = family('lock');
      const tries = await Promise.all(Array.from({ length: 20 }, () => locks.tryLock(key)));
      const held = tries.filter((lock) => lock !== undefined);
      expect(held).toHaveLength(1);
      expect(await held[0]!.release()).toBe(true);
      expect(await held[0]!.release()).toBe(false);
      let done = 0;
      expect(await locks.withLock(key, async () => void (done += 1))).toBe(true);
      expect(done).toBe(1);
      expect(await (await locks.tryLock(key))!.release()).toBe(true);
    });

    it('is let go when the work fails, and the work is not done while somebody holds it', async () => {
      const key = family('work');
      const broken = locks.withLock(key, async () => {
        expect(await locks.withLock(key, () => Promise.reject(new Error('done twice')))).toBe(false);
        throw new RangeError('broken work');
      });
      await expect(broken).rejects.toThrow(RangeError);
      expect(await locks.tryLock(key)).toBeDefined();
    });

    it('ends by itself, is then nobody’s, and is not taken from who has it now', async () => {
      const key = family('left behind');
      const first = (await locks.tryLock(key))!;
      expect(await first.extend()).toBe(true);
      await endsNow(key);
      const second = (await eventually(async () => (await locks.tryLock(key)) ?? false))!;
      expect(await first.extend()).toBe(false);
      expect(await first.release()).toBe(false);
      expect(await second.extend()).toBe(true);
      expect(await second.release()).toBe(true);
    });
  });
});

import type { ValidatedEvent } from '@analytics/contracts';
import { foldLive, LIVE_WINDOWS, liveEvent, LiveTopQuestion, type LiveWindow } from '@analytics/domain';
import { eventually, SeededRandom, sleep, suiteNamespace } from '@analytics/testing';
import { Redis as Driver } from 'ioredis';
import { Connected } from '../fixtures/connected.fixture';
import { countByHand, eventAt, type Happened, rankByHand } from '../fixtures/live-by-hand.fixture';
import { RedisLocks } from '../locks/redis-locks';
import { LiveReader } from './live-reader';
import { type LiveAnswer, LiveStore } from './live-store';

const LIMITS = { identities: 100_000, tellMs: 200 };
const WINDOWS = Object.keys(LIVE_WINDOWS) as LiveWindow[];

describe('live numbers in a real Redis', () => {
  let one: Connected;
  let admin: Driver;
  let spaces = 0;
  let prefix: string;
  let url: string;

  beforeAll(async () => {
    const space = await suiteNamespace('infra-redis-live', { databases: [] });
    ({ url } = space.redis);
    prefix = space.redisPrefix;
    admin = new Driver(url);
  });
  afterAll(() => admin.disconnect());
  afterEach(() => one.close());

  /** A server of its own, as far as keys go. */
  async function anew(nowSecond: number, limits = LIMITS) {
    one = await Connected.open(url, `${prefix}live${(spaces += 1)}`);
    const store = new LiveStore(one.redis, new RedisLocks(one.redis), one.keys);
    const reader = new LiveReader(one.redis, one.keys);
    const rebuild = (await store.begin(nowSecond))!;
    expect(await store.finish(rebuild, { counted: new Map(), watermarkMs: 0 }, nowSecond)).toBe(true);
    await rebuild.lock.release();
    const add = (events: readonly ValidatedEvent[], from: number, now: number, partition = 0): Promise<LiveAnswer> => {
      const live = events.map(liveEvent);
      const batch = { partition, from: BigInt(from), to: BigInt(from + events.length - 1), lagging: false };
      const identities = live.map(({ identity }) => identity);
      return store.add({ ...batch, identities, delta: foldLive(live, now) }, now, limits);
    };
    return { store, reader, add };
  }

  const keysOf = () => admin.keys(`${one.config.keyPrefix}:*`);

  it.each([1, 2, 3])('equal a count by hand of what has come in, at random instants (seed %i)', async (seed) => {
    const random = new SeededRandom(seed);
    const start = Math.floor(Date.now() / 1_000) - 2 * 3_600;
    const { store, reader, add } = await anew(start);
    const happened: Happened = [];
    let now = start;
    let offset = 0;
    for (let round = 0; round < 25; round += 1) {
      now += Math.floor(random.next() ** 2 * 400);
      // Most events are fresh, some late, some older than any window, some ahead of the clock.
      const events = Array.from({ length: 25 }, () => eventAt(random, now));
      happened.push(...events);
      expect(await add(events, offset, now)).toEqual({ kind: 'applied' });
      offset += events.length;
      if (random.next() < 0.5) now += Math.floor(random.next() * 100);
      if (random.next() < 0.5) expect(await store.tick(now, LIMITS)).toBe('ready');
      const at = new Date(now * 1_000 + Math.floor(random.next() * 1_000));
      for (const window of WINDOWS) {
        const read = await reader.values(window, at);
        expect({ now, window, ...read.values }).toEqual({ now, window, ...countByHand(happened, now, window) });
        expect(read.asOf.getTime()).toBe(now * 1_000);
        for (const [of, by] of [
          ['game_id', 'page_views'],
          ['game_id', 'revenue'],
          ['game_id', 'players'],
          ['event_type', 'events'],
        ] as const) {
          const ranking = await reader.top(LiveTopQuestion.of({ of, by, window, limit: 3 }), at);
          expect({ by, window, items: ranking.items }).toEqual({
            by,
            window,
            items: rankByHand(happened, now, window, by).slice(0, 3),
          });
        }
      }
    }
  });

  describe('take a batch', () => {
    const now = Math.floor(Date.now() / 1_000);
    const events = (count: number, seed: number) => {
      const random = new SeededRandom(seed);
      return Array.from({ length: count }, () => eventAt(random, now - 30));
    };
    const eventsCounted = async (reader: LiveReader) =>
      (await reader.values('1h', new Date((now + 1) * 1_000))).values!.events;

    it('once, however often it comes; partitions count apart', async () => {
      const { reader, add } = await anew(now);
      const [first, second] = [events(50, 1), events(50, 2)];
      expect(await add(first, 0, now)).toEqual({ kind: 'applied' });
      const once = await eventsCounted(reader);
      expect(once).toBeGreaterThan(30);
      expect(await add(first, 0, now)).toEqual({ kind: 'known' });
      expect(await add(first.slice(0, 20), 0, now)).toEqual({ kind: 'known' });
      expect(await eventsCounted(reader)).toBe(once);
      expect(await add(second, 0, now, 1)).toEqual({ kind: 'applied' });
      expect(await eventsCounted(reader)).toBeGreaterThan(once);
    });

    it('that was counted in part not at all, and say from where on it is new', async () => {
      const { reader, add } = await anew(now);
      const all = events(50, 3);
      await add(all.slice(0, 30), 0, now);
      const before = await eventsCounted(reader);
      expect(await add(all, 0, now)).toEqual({ kind: 'overlap', offset: 29n });
      expect(await eventsCounted(reader)).toBe(before);
    });

    it('behind a gap not, and none after it until the numbers are made anew', async () => {
      const { store, reader, add } = await anew(now);
      await add(events(10, 4), 0, now);
      expect(await add(events(10, 5), 11, now)).toEqual({ kind: 'gap' });
      expect(await add(events(10, 6), 10, now)).toEqual({ kind: 'cold' });
      expect(await store.tick(now, LIMITS)).toBe('gap');
      expect(await reader.values('1h', new Date(now * 1_000))).toMatchObject({
        stale: true,
        values: expect.anything(),
      });
      const rebuild = (await store.begin(now))!;
      expect(await add(events(10, 6), 10, now)).toEqual({ kind: 'cold' });
      expect(await store.finish(rebuild, { counted: new Map([[0, 99n]]), watermarkMs: 0 }, now)).toBe(true);
      expect(await add(events(10, 6), 10, now)).toEqual({ kind: 'known' });
      expect(await add(events(10, 6), 100, now)).toEqual({ kind: 'applied' });
      expect((await reader.values('1h', new Date(now * 1_000))).stale).toBe(false);
    });

    it('with an event that another record brought before not, and say which it was', async () => {
      const { reader, add } = await anew(now);
      const all = events(20, 7);
      await add(all.slice(0, 10), 0, now);
      const before = await eventsCounted(reader);
      expect(await add([...all.slice(10), all[3]!], 0, now, 1)).toEqual({ kind: 'seen', places: [10] });
      expect(await eventsCounted(reader)).toBe(before);
      // Seen again after the identities were put aside twice.
      await add(events(5, 8), 10, now + 1_300);
      await add(events(5, 9), 15, now + 2_600);
      expect(await add([all[3]!], 0, now + 2_600, 2)).toEqual({ kind: 'seen', places: [0] });
    });
  });

  it('are unknown and stale where the server forgot them, and when nobody writes any more', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const { reader, add } = await anew(now);
    await add([eventAt(new SeededRandom(1), now)], 0, now);
    expect((await reader.values('5m', new Date((now + 20) * 1_000))).stale).toBe(false);
    expect((await reader.values('5m', new Date((now + 60) * 1_000))).stale).toBe(true);
    await admin.del(...(await keysOf()));
    expect(await reader.values('5m', new Date(now * 1_000))).toMatchObject({ stale: true, values: undefined });
    expect(await add([eventAt(new SeededRandom(2), now)], 1, now)).toEqual({ kind: 'cold' });
  });

  it('are made anew by one at a time, and not by whoever was overtaken or forgotten', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const { store } = await anew(now);
    const piece = { delta: foldLive([liveEvent(eventAt(new SeededRandom(1), now))], now), identities: [] };
    const first = (await store.begin(now))!;
    expect(await store.begin(now)).toBeUndefined();
    expect(await store.fill(first, piece, now, LIMITS)).toBe(true);
    await first.lock.release();
    const second = (await store.begin(now))!;
    expect(await store.fill(first, piece, now, LIMITS)).toBe(false);
    expect(await store.finish(first, { counted: new Map(), watermarkMs: 0 }, now)).toBe(false);
    await admin.del(...(await keysOf()));
    expect(await store.finish(second, { counted: new Map(), watermarkMs: 0 }, now)).toBe(false);
  });

  it('leave nothing behind: every key ends, old people and identities are given up, a made-up past replaces the other', async () => {
    const start = Math.floor(Date.now() / 1_000) - 6 * 3_600;
    const random = new SeededRandom(5);
    const { store, add } = await anew(start);
    let most = 0;
    for (let minute = 0; minute < 300; minute += 5) {
      const now = start + minute * 60;
      expect(
        await add(
          Array.from({ length: 40 }, () => eventAt(random, now)),
          minute * 8,
          now,
        ),
      ).toEqual({ kind: 'applied' });
      await store.tick(now, LIMITS);
      const own = (await keysOf()).filter((key) => /:(users|ahead|games|open|playing|touched|p|seen)(:|$)/.test(key));
      const sizes = await Promise.all(own.map((key) => size(key)));
      if (minute === 100) most = sum(sizes);
      // From the second hour on there is as much as there was.
      if (minute > 100) expect(sum(sizes)).toBeLessThan(1.6 * most);
    }
    const ttls = await Promise.all((await keysOf()).map((key) => admin.ttl(key)));
    // One that has ended since it was listed says -2, one that never ends -1.
    expect(ttls).not.toContain(-1);
    expect(Math.max(...ttls)).toBeLessThanOrEqual(4 * 3_600);
    const rebuild = (await store.begin(start + 300 * 60))!;
    await store.finish(rebuild, { counted: new Map(), watermarkMs: 0 }, start + 300 * 60);
    const left = await keysOf();
    expect(left.filter((key) => !/:(state|rebuild|told|[cd]:\d+|[cg]m:\d+)$/.test(key))).toEqual([]);
  });

  async function size(key: string): Promise<number> {
    const kind = await admin.type(key);
    if (kind === 'zset') return admin.zcard(key);
    if (kind === 'set') return admin.scard(key);
    return admin.hlen(key);
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

  it('are told about on a channel, not more often than asked, and the last change too', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const limits = { ...LIMITS, tellMs: 2_000 };
    const { store, add } = await anew(now, limits);
    const listener = new Driver(url);
    const heard: string[] = [];
    await listener.psubscribe(`${one.config.keyPrefix}:*`);
    listener.on('pmessage', (_pattern, channel, message) => heard.push(`${channel} ${message}`));
    /** What was told until now: a connection hears in the order in which it was said. */
    const told = async () => {
      const mark = `mark ${heard.length}`;
      await admin.publish(`${one.config.keyPrefix}:${mark}`, mark);
      await eventually(() => heard.at(-1)?.endsWith(mark) ?? false);
      return heard.filter((said) => !said.includes(':mark '));
    };
    const random = new SeededRandom(3);
    for (let batch = 0; batch < 10; batch += 1) await add([eventAt(random, now)], batch, now);
    await sleep(limits.tellMs + 100);
    const before = await told();
    expect(before.length).toBeLessThan(10);
    await store.tick(now + 1, limits);
    await sleep(limits.tellMs + 100);
    await store.tick(now + 2, limits);
    const after = await told();
    listener.disconnect();
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)).toMatch(/:live:changes \{.*"at":\d+/);
  });
});

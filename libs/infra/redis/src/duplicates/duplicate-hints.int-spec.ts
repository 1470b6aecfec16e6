import { Unavailable } from '@analytics/domain';
import { eventually, type PrivateStore, startPrivateStore, suiteNamespace } from '@analytics/testing';
import { Redis as Driver } from 'ioredis';
import { Connected } from '../fixtures/connected.fixture';
import { DuplicateHints } from './duplicate-hints';

const questions = (from: number, to: number, by: string) =>
  Array.from({ length: to - from }, (_, index) => ({ thing: `thing ${from + index}`, by }));

describe('hints of duplicates', () => {
  let one: Connected;
  const hintsOf = ({ redis, keys }: Connected, ttlSeconds = 60, owner = 'specs') =>
    new DuplicateHints(redis, keys, { owner, ttlSeconds });

  beforeAll(async () => {
    const space = await suiteNamespace('infra-redis-hints', { databases: [] });
    one = await Connected.open(space.redis.url, `${space.redisPrefix}analytics`);
  });
  afterAll(() => one.close());

  it('tell who was first, for as many things as there are', async () => {
    const hints = hintsOf(one);
    expect((await hints.ask(questions(0, 2_500, 'a'))).firstBy).toEqual(Array(2_500).fill(undefined));
    const { firstBy } = await hints.ask(questions(1_500, 3_500, 'b'));
    expect(firstBy).toEqual([...Array<string>(1_000).fill('a'), ...Array<undefined>(1_000).fill(undefined)]);
    expect((await hints.ask(questions(3_400, 3_401, 'c'))).firstBy).toEqual(['b']);
  });

  it('give one first to all who ask at once', async () => {
    const hints = hintsOf(one, 60, 'race');
    const asked = await Promise.all(['a', 'b', 'c', 'd'].map((by) => hints.ask(questions(0, 100, by))));
    const winners = asked.map(({ firstBy }) => firstBy.filter((by) => by === undefined).length);
    expect(winners.reduce((sum, count) => sum + count)).toBe(100);
  });

  it('say for how long they have been complete, and are gone after their time', async () => {
    // What they know of themselves lives twice as long, which is the room of a machine that stalls.
    const hints = hintsOf(one, 5, 'short');
    expect((await hints.ask(questions(0, 1, 'a'))).completeForMs).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    const later = await hints.ask(questions(0, 1, 'b'));
    expect(later.completeForMs).toBeGreaterThanOrEqual(5_000);
    expect(later.firstBy).toEqual([undefined]);
  });
});

describe('hints of a server that', () => {
  let server: PrivateStore<'redis'>;
  let one: Connected;
  let hints: DuplicateHints;

  beforeAll(async () => {
    server = await startPrivateStore('redis');
    one = await Connected.open(server.connection.url, 'analytics');
    hints = new DuplicateHints(one.redis, one.keys, { owner: 'specs', ttlSeconds: 600 });
  });
  beforeEach(async () => {
    await hints.ask(questions(0, 10, 'a'));
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  afterAll(async () => {
    await one?.close();
    await server?.stop();
  });

  it('was flushed count from now on', async () => {
    expect((await hints.ask(questions(0, 1, 'b'))).completeForMs).toBeGreaterThanOrEqual(300);
    const admin = new Driver(server.connection.url);
    await admin.flushall();
    admin.disconnect();
    expect(await hints.ask(questions(0, 1, 'b'))).toEqual({ completeForMs: 0, firstBy: [undefined] });
  });

  it('was killed count from its restart on, and are not there meanwhile', async () => {
    await server.kill9();
    await eventually(() => expect(hints.ask(questions(0, 1, 'b'))).rejects.toBeInstanceOf(Unavailable));
    await server.restart();
    const { completeForMs } = await eventually(() => hints.ask(questions(0, 1, 'b')));
    expect(completeForMs).toBe(0);
  });
});

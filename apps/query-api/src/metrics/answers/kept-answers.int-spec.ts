import { JsonCache, Redis, RedisConfig, RedisKeys } from '@analytics/infra-redis';
import { sleep, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { AnswersConfig } from './answers.config';
import { type Kept, type KeptAnswer, KeptAnswers } from './kept-answers';

describe('kept answers', () => {
  let space: SuiteNamespace;
  let redis: Redis;
  let kept: KeptAnswers;
  const watermark = new Date('2026-11-05T00:00:00Z');
  const answer = { data: {}, meta: { watermark: watermark.toISOString() } } as unknown as KeptAnswer;

  beforeAll(async () => {
    space = await suiteNamespace('kept-answers', { databases: [] });
    const place = { url: space.redis.url, keyPrefix: space.redisPrefix, commandTimeoutMs: 20_000 };
    const config = Object.assign(new RedisConfig(), place);
    redis = new Redis(config);
    await redis.onModuleInit();
    const rules = Object.assign(new AnswersConfig(), { settleSeconds: 5, freshSeconds: 3_600 });
    kept = new KeptAnswers(new JsonCache(redis, config), rules, new RedisKeys(config));
  });
  afterAll(async () => {
    await redis.onApplicationShutdown();
    await space.dispose();
  });

  it('are fresh for long once the warehouse has stood still, and only where it stands', async () => {
    kept.saw(watermark);
    await kept.keep('a', answer);
    const early = (await kept.find('a'))!;
    expect(early.settled).toBe(false);
    await sleep(5_100);
    kept.saw(watermark);
    await kept.keep('a', answer);
    const late = (await kept.find('a'))!;
    expect([late.settled, kept.isFresh(late, watermark)]).toEqual([true, true]);
    const aMinuteOld = (one: Kept): Kept => ({ ...one, at: one.at - 60_000 });
    expect(kept.isFresh(aMinuteOld(late), watermark)).toBe(true);
    expect(kept.isFresh(aMinuteOld(early), watermark)).toBe(false);
    expect(kept.isFresh(late, new Date(watermark.getTime() + 1))).toBe(false);
    expect(kept.isFresh(late, null)).toBe(false);
    expect(kept.isUsable(aMinuteOld(early))).toBe(true);
    expect(kept.isUsable({ ...late, at: late.at - 3_600_000 })).toBe(false);
  });

  it('are not settled by a watermark that has just moved', async () => {
    const moved = new Date(watermark.getTime() + 1_000);
    kept.saw(moved);
    await kept.keep('b', { ...answer, meta: { ...answer.meta, watermark: moved.toISOString() } });
    expect((await kept.find('b'))!.settled).toBe(false);
    expect(await kept.find('never kept')).toBeUndefined();
  });
});

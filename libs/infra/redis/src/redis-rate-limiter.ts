import { Unavailable } from '@analytics/domain';
import { LocalRateLimiter, type RateDecision, RateLimiter, type RateRule } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { RedisConfig } from './redis.config';
import { RedisKeys } from './redis-keys';
import { fallbacks } from './redis.metrics';
import { redisScript } from './redis-script';
import { RedisStore } from './redis-store';

const RATE_LIMIT = redisScript('rate-limit');

/** Counts for all replicas together; while Redis is away each process counts for itself, and grants less. */
@Injectable()
export class RedisRateLimiter extends RateLimiter {
  private readonly local = new LocalRateLimiter();
  private readonly keys: RedisKeys;

  constructor(
    private readonly redis: RedisStore,
    private readonly config: RedisConfig,
  ) {
    super();
    this.keys = new RedisKeys('limits', config.maxTtlSeconds);
  }

  async take(key: string, rule: RateRule, cost = 1): Promise<RateDecision> {
    const bucket = this.keys.key('rate', key, rule.windowMs);
    try {
      const answer = await this.redis.script<[number, number, number]>(
        RATE_LIMIT,
        [bucket],
        [rule.limit, rule.windowMs, cost],
      );
      const [allowed, remaining, waitMs] = answer;
      return { allowed: allowed === 1, limit: rule.limit, remaining, retryAfterSeconds: Math.ceil(waitMs / 1_000) };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      fallbacks.inc({ use: 'rate-limit' });
      const limit = Math.max(1, Math.floor((rule.limit * this.config.localLimitPercent) / 100));
      return this.local.take(key, { ...rule, limit }, cost);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Unavailable } from '@analytics/domain';
import { LocalRateLimiter, type RateDecision, RateLimiter, type RateRule } from '@analytics/service-kit';
import { RedisConfig } from '../config/redis.config';
import { Redis } from '../connection/redis';
import { RedisKeys } from '../keys/redis-keys';
import { limitFallbacks } from '../redis.metrics';
import { RedisScript } from '../scripts/redis-script';

const SLIDING_WINDOW = RedisScript.own('sliding-window');
/** A place comes free up to one slice late: 5 % of the window. */
const SLICES = 20;

/**
 * Counts for all replicas together, in one round trip: no window of the rule's length ever holds more than its limit.
 * While Redis is away each replica allows its share of the limit; a limit is never open.
 */
@Injectable()
export class RedisRateLimiter extends RateLimiter {
  private readonly local = new LocalRateLimiter();
  private askAgainAt = 0;

  constructor(
    private readonly redis: Redis,
    private readonly keys: RedisKeys,
    private readonly config: RedisConfig,
  ) {
    super();
  }

  async take(key: string, rule: RateRule, cost = 1): Promise<RateDecision> {
    checkAmounts(rule, cost);
    if (performance.now() < this.askAgainAt) return this.takeShare(key, rule, cost);
    try {
      return await this.takeShared(key, rule, cost);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      this.askAgainAt = performance.now() + this.config.limitHoldMs;
      return this.takeShare(key, rule, cost);
    }
  }

  private async takeShared(key: string, { limit, windowMs }: RateRule, cost: number): Promise<RateDecision> {
    const family = this.keys.family({ owner: 'limits', kind: 'rate', ttlSeconds: (windowMs * 2) / 1_000 });
    // The window is part of the key: a rule that changes does not read slices of another width.
    const [allowed, remaining, waitMs] = await this.redis.run<[number, number, number]>(
      SLIDING_WINDOW,
      [family(windowMs, key)],
      [limit, windowMs, cost, SLICES],
    );
    return { allowed: allowed === 1, limit, remaining, retryAfterSeconds: Math.ceil(waitMs / 1_000) };
  }

  private async takeShare(key: string, rule: RateRule, cost: number): Promise<RateDecision> {
    limitFallbacks.inc();
    const limit = Math.max(1, Math.floor((rule.limit * this.config.localLimitPercent) / 100));
    return { ...(await this.local.take(key, { ...rule, limit }, cost)), limit: rule.limit };
  }
}

function checkAmounts({ limit, windowMs }: RateRule, cost: number): void {
  const whole = Number.isSafeInteger(limit) && Number.isSafeInteger(windowMs) && Number.isSafeInteger(cost);
  if (!whole || limit < 1 || windowMs < SLICES || cost < 0) {
    throw new RangeError('a rate limit counts in whole numbers: limit from 1, window from 20 ms, cost from 0');
  }
}

import { type RateDecision, RateLimiter, type RateRule } from './rate-limiter';

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const MAX_KEYS = 10_000;

/**
 * Token buckets in this process: full at first, refilled evenly over the window, so there is no window edge to burst at.
 * The longest unused key is forgotten first; who comes back after that finds a full bucket.
 */
export class LocalRateLimiter extends RateLimiter {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly maxKeys = MAX_KEYS,
    private readonly now: () => number = () => performance.now(),
  ) {
    super();
  }

  take(key: string, rule: RateRule, cost = 1): Promise<RateDecision> {
    const at = this.now();
    const held = this.held(key, rule, at);
    const allowed = held >= cost;
    const left = allowed ? held - cost : held;
    this.buckets.delete(key);
    this.buckets.set(key, { tokens: left, at });
    if (this.buckets.size > this.maxKeys) this.forgetOldest();
    const waitMs = allowed ? 0 : ((Math.min(cost, rule.limit) - held) * rule.windowMs) / rule.limit;
    return Promise.resolve({
      allowed,
      limit: rule.limit,
      remaining: Math.floor(left),
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    });
  }

  private held(key: string, rule: RateRule, at: number): number {
    const bucket = this.buckets.get(key);
    if (bucket === undefined) return rule.limit;
    return Math.min(rule.limit, bucket.tokens + ((at - bucket.at) * rule.limit) / rule.windowMs);
  }

  private forgetOldest(): void {
    const oldest = this.buckets.keys().next();
    if (oldest.done !== true) this.buckets.delete(oldest.value);
  }
}

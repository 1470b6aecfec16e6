export interface RateRule {
  /** How much may be taken within the window. */
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** After how many seconds the same request would be allowed; 0 when it is now. */
  readonly retryAfterSeconds: number;
}

/** Counts who takes how much; the Redis library brings one that counts for all replicas together. */
export abstract class RateLimiter {
  abstract take(key: string, rule: RateRule, cost?: number): Promise<RateDecision>;
}

import type { RateRule } from './rate-limiter';

export const RATE_LIMITED = 'analytics:rate-limited';

export interface RateLimitedOptions extends RateRule {
  /** Part of the key that is counted under: routes of the same name share one allowance. */
  readonly name: string;
}

/** The app's limits by name, made from its config: `{ provide: RateLimitRules, useFactory: (c) => new RateLimitRules({…}) }`. */
export class RateLimitRules {
  constructor(private readonly rules: Readonly<Record<string, RateRule>>) {}

  named(name: string): RateRule | undefined {
    return Object.hasOwn(this.rules, name) ? this.rules[name] : undefined;
  }
}

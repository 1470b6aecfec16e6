import { type RateDecision, RateLimiter, type RateRule } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import type { Sender } from './sender';
import { SenderLimitsConfig } from './sender.config';
import { TooManyRequests } from './sender-errors';

/** Where the limits are told. */
export interface LimitHeaders {
  getHeader(name: string): number | string | string[] | undefined;
  header(name: string, value: number): unknown;
}

const REMAINING = 'x-ratelimit-remaining';
const perSecond = (limit: number): RateRule => ({ limit, windowMs: 1_000 });

/** Counts by address before a credential is looked at, and by sender after; the answer tells the limit that is nearer. */
@Injectable()
export class SenderLimits {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly config: SenderLimitsConfig,
  ) {}

  async takeAddress(address: string, reply: LimitHeaders): Promise<void> {
    decide(await this.limiter.take(`collect-address:${address}`, perSecond(this.config.perAddress)), reply);
  }

  async takeSender(sender: Sender, reply: LimitHeaders): Promise<void> {
    const rule = perSecond(sender.requestsPerSecond ?? this.config.perSender);
    decide(await this.limiter.take(`collect-sender:${sender.id}`, rule), reply);
  }
}

function decide({ allowed, limit, remaining, retryAfterSeconds }: RateDecision, reply: LimitHeaders): void {
  const told = reply.getHeader(REMAINING);
  if (!allowed || told === undefined || remaining < Number(told)) {
    reply.header('x-ratelimit-limit', limit);
    reply.header(REMAINING, Math.max(0, remaining));
  }
  if (!allowed) throw new TooManyRequests(Math.max(1, retryAfterSeconds));
}

import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import type { AuthenticatedRequest } from '../auth/jwt.guard';
import { LocalRateLimiter } from './local-rate-limiter';
import { RATE_LIMITED, type RateLimitedOptions, RateLimitRules } from './rate-limit-rules';
import { type RateDecision, RateLimiter } from './rate-limiter';

export class RateLimitExceeded extends DomainError {
  readonly kind = 'limited';
  readonly code = 'RATE_LIMITED';

  constructor(override readonly retryAfterSeconds: number) {
    super({
      en: `The limit of requests is used up, try again in ${retryAfterSeconds} s.`,
      ru: `Лимит запросов исчерпан, повторите через ${retryAfterSeconds} с.`,
    });
  }
}

/** Tells every caller what is left to them, and who took too much when to come back. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly local: LocalRateLimiter,
    @Optional() private readonly shared?: RateLimiter,
    @Optional() private readonly rules?: RateLimitRules,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.ruleOf(context);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const decision = await (this.shared ?? this.local).take(`${rule.name}:${callerOf(request)}`, rule);
    tell(context.switchToHttp().getResponse<FastifyReply>(), decision);
    if (!decision.allowed) throw new RateLimitExceeded(Math.max(1, decision.retryAfterSeconds));
    return true;
  }

  private ruleOf(context: ExecutionContext): RateLimitedOptions {
    const targets = [context.getHandler(), context.getClass()];
    const declared = this.reflector.getAllAndOverride<string | RateLimitedOptions>(RATE_LIMITED, targets);
    if (typeof declared !== 'string') return declared;
    const rule = this.rules?.named(declared);
    if (rule === undefined) throw new TypeError(`no rate limit rule is named ${declared}`);
    return { name: declared, ...rule };
  }
}

/** The account where there is one; addresses only count for callers without. */
const callerOf = ({ principal, ip }: AuthenticatedRequest): string =>
  principal === undefined ? `ip:${ip}` : `sub:${principal.clientId ?? principal.subject}`;

function tell(reply: FastifyReply, { limit, remaining }: RateDecision): void {
  void reply.header('x-ratelimit-limit', limit).header('x-ratelimit-remaining', Math.max(0, remaining));
}

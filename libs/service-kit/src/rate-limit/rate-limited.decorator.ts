import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { RateLimitGuard } from './rate-limit.guard';
import { RATE_LIMITED, type RateLimitedOptions } from './rate-limit-rules';

/** Limits how often one caller may use a route: a rule of `RateLimitRules` by name, or one written here. */
export const RateLimited = (rule: string | RateLimitedOptions) =>
  applyDecorators(SetMetadata(RATE_LIMITED, rule), UseGuards(RateLimitGuard));

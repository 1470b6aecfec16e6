import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from './jwt.guard';
import type { Principal } from './principal';

/** The `Principal` of a route that needs a token. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (principal === undefined) throw new TypeError('@Who() stands on a route that needs no token');
  return principal;
});

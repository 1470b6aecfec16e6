import { type CanActivate, type ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { AccessDenied, Unauthenticated } from './auth-errors';
import type { Principal } from './principal';
import { mayUse, ROUTE_ACCESS, type RouteAccess } from './route-access';
import { TokenVerifier } from './tokens/token-verifier';

const refused = new Counter({
  name: 'auth_refused_total',
  help: 'Requests refused for their credential (unauthenticated) or their rights (forbidden).',
  labelNames: ['kind'] as const,
});

const BEARER = /^Bearer +([\w.-]+)$/i;

export type AuthenticatedRequest = FastifyRequest & { principal?: Principal };

/** Denies by default: a route is open only as far as it says itself. */
@Injectable()
export class JwtGuard implements CanActivate {
  private readonly logger = new Logger(JwtGuard.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access !== undefined && access.kind !== 'token') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.principal = await this.authenticate(request);
    if (access !== undefined && mayUse(request.principal, access)) return true;
    refused.inc({ kind: 'forbidden' });
    throw new AccessDenied();
  }

  private async authenticate(request: FastifyRequest): Promise<Principal> {
    try {
      return await this.verifier.verify(bearerOf(request.headers.authorization));
    } catch (error) {
      if (error instanceof Unauthenticated) {
        refused.inc({ kind: 'unauthenticated' });
        this.logger.debug({ msg: 'a credential was refused', reason: error.reason });
      }
      throw error;
    }
  }
}

function bearerOf(header: string | undefined): string {
  if (header === undefined) throw new Unauthenticated('absent', 'A bearer token is needed.');
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw new Unauthenticated('form');
  return token;
}

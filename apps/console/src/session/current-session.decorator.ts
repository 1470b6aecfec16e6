import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Session } from './session';

const sessions = new WeakMap<object, Session>();

export const rememberSession = (request: FastifyRequest, session: Session): void =>
  void sessions.set(request.raw, session);

/** The session the guard found. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session => {
  const session = sessions.get(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (session === undefined) throw new TypeError('a route that wants a session has to be protected by ConsoleGuard');
  return session;
});

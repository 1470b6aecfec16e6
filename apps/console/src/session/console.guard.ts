import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageConfig } from '../page/page.config';
import { rememberSession } from './current-session.decorator';
import { LiveSessions } from './live-sessions';
import { assertFromHere } from './origin';

/** Lets in what our own page asks for somebody who is logged in. */
@Injectable()
export class ConsoleGuard implements CanActivate {
  constructor(
    private readonly sessions: LiveSessions,
    private readonly page: PageConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    assertFromHere(request, this.page.origin);
    const { session, cookies } = await this.sessions.of(request.headers);
    if (cookies.length > 0) {
      void context
        .switchToHttp()
        .getResponse<FastifyReply>()
        .header('set-cookie', [...cookies]);
    }
    rememberSession(request, session);
    return true;
  }
}

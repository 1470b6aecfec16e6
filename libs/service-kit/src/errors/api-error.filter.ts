import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RouteTable } from '../http/route-table';
import { failureOf, ofStatus } from './failure-of';
import type { Failure } from './problem';
import { sendFailure } from './send-failure';

/** The one place where what was thrown becomes an answer. */
@Catch()
@Injectable()
export class ApiErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const failure = request.is404 ? this.noRoute(request, reply) : failureOf(error);
    if (failure.status >= 500) this.report(error, failure);
    if (reply.raw.headersSent) {
      // A stream that fails midway can only be cut: a well-formed end would look like a complete answer.
      reply.raw.destroy();
      return;
    }
    sendFailure(request, reply, failure);
  }

  private noRoute(request: FastifyRequest, reply: FastifyReply): Failure {
    const allowed = this.routes.methodsAt(request.url);
    if (allowed.length === 0) return ofStatus(404);
    void reply.header('allow', allowed.join(', '));
    return ofStatus(405);
  }

  private report(error: unknown, failure: Failure): void {
    const code = failure.problems[0].code;
    const entry = { msg: 'a request failed', code, err: error instanceof Error ? error : new Error(String(error)) };
    if (failure.status === 500) this.logger.error(entry);
    else this.logger.warn(entry);
  }
}

import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { HttpConfig } from '../config/parts/http.config';
import { requestIdFrom } from '../context/request-id';
import { failureOf } from '../errors/failure-of';
import { sendFailure } from '../errors/send-failure';
import { limitAnswerTime } from './answer-time';
import { answerUnreadable, limitedServer } from './limited-server';
import { addRequestHooks } from './request-hooks';
import { giveUploadsTime } from './upload-time';
import { SECURITY_HEADERS } from './security-headers';
import type { RouteTable } from './route-table';

/** Fastify with our limits, our request hooks and our error answers. */
export class ServiceHttpAdapter extends FastifyAdapter {
  constructor(http: HttpConfig, routes: RouteTable) {
    super(optionsFrom(http));
    const server = this.getInstance();
    server.addHook('onRoute', (route) => routes.add(route.method as string | string[], route.url));
    addRequestHooks(server);
    limitAnswerTime(server, http);
    giveUploadsTime(server, http);
    // JSON is the only body that every route takes; an app that takes another one says so with a parser of its own.
    server.removeContentTypeParser('text/plain');
    takeEmptyBodies(server);
  }

  /** Keeps Fastify's error codes for our filter; Nest would reduce them to a status and a text. */
  override mapException(error: unknown): unknown {
    return error;
  }
}

/** Who sends the headers of JSON and nothing behind them has no body; a route that needs one says what is missing. */
function takeEmptyBodies(server: FastifyInstance): void {
  const readJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null);
    else void readJson(request, body, done);
  });
}

const optionsFrom = (http: HttpConfig): FastifyServerOptions => ({
  serverFactory: (handler) => limitedServer(handler, http),
  clientErrorHandler: answerUnreadable,
  frameworkErrors: (error, request, reply) => {
    // What the router itself cannot read never reaches the hooks, so what they add is added here.
    void (reply as FastifyReply).headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    sendFailure(request as FastifyRequest, reply as FastifyReply, failureOf(error));
  },
  bodyLimit: http.bodyLimitBytes,
  trustProxy: http.trustedProxies.length === 0 ? false : http.trustedProxies,
  routerOptions: { maxParamLength: http.maxParamLength },
  requestIdHeader: false,
  genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
  // A request that was already on its way when the stop began is served; the listener takes no new connection.
  return503OnClosing: false,
});

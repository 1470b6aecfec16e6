import { Logger } from '@nestjs/common';
import { context, type Context, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runInRequest } from '../context/request-context';
import { startServerSpan } from '../tracing/spans';
import { countRequest, routeOf } from './http.metrics';
import { SECURITY_HEADERS } from './security-headers';

interface Trail {
  readonly span: Span;
  readonly context: Context;
}

const logger = new Logger('Http');
const trails = new WeakMap<FastifyRequest, Trail>();

/** What happens around every request: its id, its trace, its security headers, its metrics and its line in the log. */
export function addRequestHooks(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    inRequest(request, done);
  });
  // Reading the body is done by the socket's events, which lose the asynchronous context; it is entered again here.
  server.addHook('preValidation', (request, _reply, done) => inRequest(request, done));
  server.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
    done(null, payload);
  });
  server.addHook('onResponse', (request, reply, done) => {
    inRequest(request, () => finish(request, reply));
    done();
  });
}

function begin(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id);
  const route = routeOf(request);
  const attributes = { 'http.request.method': request.method, 'http.route': route, 'request.id': request.id };
  trails.set(request, startServerSpan(`${request.method} ${route}`, attributes, request.headers));
}

function inRequest(request: FastifyRequest, work: () => void): void {
  const trail = trails.get(request)?.context ?? context.active();
  context.with(trail, () => runInRequest({ requestId: request.id }, work));
}

function finish(request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.statusCode;
  const seconds = reply.elapsedTime / 1_000;
  countRequest(request, status, seconds);
  const line = { msg: 'request', method: request.method, route: routeOf(request), status, seconds };
  if (status >= 400) logger.log(line);
  else logger.debug(line);
  const span = trails.get(request)?.span;
  span?.setAttribute('http.response.status_code', status);
  if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.end();
}

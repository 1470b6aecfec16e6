import { GatewayTimeoutException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/parts/http.config';
import { isUpload } from './upload-time';

/**
 * A route that takes too long is answered for. Fastify's own limit aborts a signal behind every request, whether anybody
 * listens or not: a fifth of what a small request costs.
 */
export function limitAnswerTime(server: FastifyInstance, http: HttpConfig): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  server.addHook('onRequest', (request, reply, done) => {
    const seconds = isUpload(request, http) ? http.uploadTimeoutSeconds : http.timeoutSeconds;
    const giveUp = (): void => {
      if (!reply.sent) void reply.send(new GatewayTimeoutException());
    };
    timers.set(request, setTimeout(giveUp, seconds * 1_000).unref());
    done();
  });
  server.addHook('onResponse', (request, _reply, done) => {
    clearTimeout(timers.get(request));
    done();
  });
}

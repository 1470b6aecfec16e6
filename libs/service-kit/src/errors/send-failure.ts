import type { FastifyReply, FastifyRequest } from 'fastify';
import { countApiError } from '../http/http.metrics';
import { envelopeOf, type Failure, languageOf } from './problem';

/** Answers with the one error envelope, its headers and its metric. */
export function sendFailure(request: FastifyRequest, reply: FastifyReply, failure: Failure): void {
  countApiError(request, failure);
  const language = languageOf(request.headers['accept-language']);
  void reply.headers({ 'content-language': language, vary: 'accept-language' });
  if (failure.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', wholeSeconds(failure.retryAfterSeconds));
  }
  if (failure.status === 401 && !reply.hasHeader('www-authenticate')) {
    void reply.header('www-authenticate', challengeOf(request));
  }
  void reply
    .status(failure.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(envelopeOf(failure, language));
}

const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));

const challengeOf = (request: FastifyRequest): string =>
  request.headers.authorization === undefined
    ? 'Bearer realm="analytics"'
    : 'Bearer realm="analytics", error="invalid_token"';

import type { IncomingMessage } from 'node:http';
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
    .header('cache-control', 'no-store');
  const send = () => void reply.send(envelopeOf(failure, language));
  if (failure.status === 413) readAway(request.raw, send);
  else send();
}

const READ_AWAY_BYTES = 32 * 1024 * 1024;
const READ_AWAY_MS = 2_000;

/**
 * A client that is still sending when we answer and close sees a broken connection instead of the answer, so the rest
 * of a body that is too large is read and thrown away first, within bounds.
 */
function readAway(body: IncomingMessage, done: () => void): void {
  if (body.complete) return done();
  let bytes = 0;
  const timer = setTimeout(finish, READ_AWAY_MS);
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > READ_AWAY_BYTES) finish();
  };
  function finish(): void {
    clearTimeout(timer);
    body.off('data', count).off('end', finish).off('close', finish);
    done();
  }
  body.on('data', count).once('end', finish).once('close', finish).resume();
}

const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));

const challengeOf = (request: FastifyRequest): string =>
  request.headers.authorization === undefined
    ? 'Bearer realm="analytics"'
    : 'Bearer realm="analytics", error="invalid_token"';

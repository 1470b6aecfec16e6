import type { IncomingHttpHeaders } from 'node:http';
import type { CreationRequest } from '@analytics/infra-postgres';
import { type Principal, requestKeyOf, TakesRequestKey } from '@analytics/service-kit';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

const PREFIX = '/api/v1/analytics/admin';

interface Incoming {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
  readonly body?: unknown;
  readonly principal?: Principal;
}

/** The request by its Idempotency-Key; undefined when it has none and may be done as often as it comes. */
export const OnceByKey = createParamDecorator((_: unknown, context: ExecutionContext): CreationRequest | undefined => {
  const { headers, url, body, principal } = context.switchToHttp().getRequest<Incoming>();
  const key = requestKeyOf(headers['idempotency-key']);
  if (key === undefined) return undefined;
  if (principal === undefined) throw new TypeError('@OnceByKey() stands on a route that needs no token');
  const [path = ''] = url.split('?', 1);
  return { actor: principal.subject, route: decodeURIComponent(path).slice(PREFIX.length), key, body };
});

/** Declares the header; `more` says what is special about a repeat. */
export const CreatesOnce = (more = ''): MethodDecorator =>
  TakesRequestKey(
    `The same key and body from the same caller: done once, and answered as the first time, for a day. With another body: 409.${more}`,
  );

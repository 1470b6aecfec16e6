import type { Sender } from './sender';
import { OriginNotAllowed } from './sender-errors';

interface ReplyHeaders {
  header(name: string, value: string): unknown;
}

/** What a browser may be told of the answer. */
const EXPOSED = 'x-request-id, x-ratelimit-limit, x-ratelimit-remaining, retry-after';
/** An origin as browsers write it; `null` (a sandbox, a file) is nobody's. */
const ORIGIN = /^https?:\/\/[a-z0-9.:[\]-]{1,255}$/;

export const isOrigin = (header: string | string[] | undefined): header is string =>
  typeof header === 'string' && ORIGIN.test(header);

/**
 * A page may use a key only from an origin the key names, letter by letter: a similar name is another site. A key that
 * names none is a server's, and no browser gets to read an answer to it.
 */
export function tellAllowedOrigin(
  origin: string | string[] | undefined,
  { allowedOrigins }: Sender,
  reply: ReplyHeaders,
): void {
  if (origin === undefined || allowedOrigins.length === 0) return;
  if (!isOrigin(origin) || !allowedOrigins.includes(origin)) throw new OriginNotAllowed();
  allowOrigin(origin, reply);
  reply.header('access-control-expose-headers', EXPOSED);
}

export function allowOrigin(origin: string, reply: ReplyHeaders): void {
  reply.header('access-control-allow-origin', origin);
  reply.header('vary', 'origin');
}

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** What an API needs to know of a request; everything else stays here, cookies first of all. */
const PASSED_ON = ['accept', 'accept-language', 'content-type', 'content-length', 'idempotency-key', 'if-none-match'];
/** What the page needs to know of an answer. */
const PASSED_BACK = [
  'age',
  'allow',
  'content-disposition',
  'content-language',
  'content-length',
  'content-type',
  'etag',
  'retry-after',
  'vary',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
];

export const requestHeaders = (
  headers: IncomingHttpHeaders,
  own: { readonly token: string; readonly requestId: string; readonly address: string },
): OutgoingHttpHeaders => ({
  ...chosen(headers, PASSED_ON),
  authorization: `Bearer ${own.token}`,
  'x-request-id': own.requestId,
  'x-forwarded-for': own.address,
});

export const answerHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  chosen(headers, PASSED_BACK) as Record<string, string>;

function chosen(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
}

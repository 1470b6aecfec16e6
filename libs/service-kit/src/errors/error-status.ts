import { ERROR_CODES, type ErrorCode, type ErrorKind } from '@analytics/contracts';

const STATUS_BY_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  refused: 422,
  limited: 429,
  timeout: 504,
  unavailable: 503,
  internal: 500,
};

/** What HTTP itself tells apart more finely than our kinds do. */
const STATUS_BY_CODE: { readonly [code in ErrorCode]?: number } = {
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  HEADERS_TOO_LARGE: 431,
};

export const statusOf = (code: ErrorCode, kind: ErrorKind = ERROR_CODES[code].kind): number =>
  STATUS_BY_CODE[code] ?? STATUS_BY_KIND[kind];

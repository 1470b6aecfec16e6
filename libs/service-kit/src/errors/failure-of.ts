import { type ErrorCode } from '@analytics/contracts';
import { DomainError } from '@analytics/domain';
import { HttpException } from '@nestjs/common';
import { RequestInvalid } from '../validation/request-invalid';
import { statusOf } from './error-status';
import type { Failure, Problem } from './problem';

const INTERNAL: Failure = {
  status: 500,
  problems: [{ code: 'INTERNAL', detail: 'Something went wrong on our side; the request id names it in our log.' }],
};
const RETRY_AFTER_SECONDS = 5;

/** What the framework's own refusals mean; their messages may quote the request, so they are not passed on. */
const BY_STATUS: { readonly [status: number]: readonly [ErrorCode, string] } = {
  400: ['VALIDATION_FAILED', 'The request cannot be read: its address, its headers or its body are malformed.'],
  401: ['UNAUTHENTICATED', 'This needs a valid credential.'],
  403: ['ACCESS_DENIED_TO_RESOURCE', 'This is not allowed for you.'],
  404: ['NOT_FOUND', 'There is nothing at this address.'],
  405: ['METHOD_NOT_ALLOWED', 'This address does not take this method.'],
  406: ['VALIDATION_FAILED', 'The answer cannot be given in the form that was asked for.'],
  408: ['REQUEST_TIMEOUT', 'The request did not arrive in time.'],
  409: ['CONFLICT', 'The request conflicts with the present state.'],
  413: ['PAYLOAD_TOO_LARGE', 'The body is larger than this address takes.'],
  414: ['INVALID_QUERY_PARAMETERS', 'The address is too long.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'This address does not take this content type or encoding.'],
  422: ['VALIDATION_FAILED', 'The request is well-formed, but cannot be carried out.'],
  429: ['RATE_LIMITED', 'Too many requests, try again later.'],
  431: ['HEADERS_TOO_LARGE', 'The headers of the request are too large.'],
  503: ['UNAVAILABLE', 'The service cannot answer now, try again later.'],
  504: ['QUERY_TIMEOUT', 'The answer took too long and was given up.'],
};

/** Anything that was thrown, as the caller may see it. What is not expected says nothing about our inside. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestInvalid) return { status: 400, problems: error.problems };
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? ofStatus(statusCode) : INTERNAL;
}

export function ofStatus(status: number): Failure {
  const known = BY_STATUS[status];
  if (known === undefined) return status >= 400 && status < 500 ? ofStatus(400) : INTERNAL;
  const problem: Problem = { code: known[0], detail: known[1] };
  return { status, problems: [problem], ...(status === 503 ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}) };
}

function ofDomain(error: DomainError): Failure {
  if (error.kind === 'internal') return INTERNAL;
  const waits = error.kind === 'unavailable' || error.kind === 'limited';
  const retryAfterSeconds = error.retryAfterSeconds ?? (waits ? RETRY_AFTER_SECONDS : undefined);
  return {
    status: statusOf(error.code, error.kind),
    problems: problemsOf(error),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** More than these help nobody; the first ones say what the mistake is. */
const MOST_PROBLEMS = 100;

function problemsOf({ code, message, source, faults }: DomainError): Failure['problems'] {
  const [first, ...rest] = faults.slice(0, MOST_PROBLEMS).map(({ detail, pointer, rule }): Problem => ({
    code,
    detail,
    ...(pointer === undefined ? {} : { source: { pointer } }),
    ...(rule === undefined ? {} : { rule }),
  }));
  return first === undefined ? [{ code, detail: message, ...(source && { source }) }] : [first, ...rest];
}

import type { FastifyRequest } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import type { Failure } from '../errors/problem';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests answered on the public listener.',
  labelNames: ['method', 'route', 'status'] as const,
});
const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the request line to the end of the answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: BUCKETS_SECONDS,
});
const apiErrors = new Counter({
  name: 'api_errors_total',
  help: 'Answers with an error, by code.',
  labelNames: ['method', 'route', 'status', 'code'] as const,
});
const limitReached = new Counter({
  name: 'http_limit_reached_total',
  help: 'Connections or requests that were cut off by a limit of the listener.',
  labelNames: ['limit'] as const,
});

/** The template, never the address itself: a label with user input would grow without bound. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions?.url ?? 'unmatched';

const methodOf = (request: FastifyRequest): string => (METHODS.has(request.method) ? request.method : 'OTHER');

export function countRequest(request: FastifyRequest, status: number, seconds: number): void {
  const labels = { method: methodOf(request), route: routeOf(request), status };
  requests.inc(labels);
  duration.observe(labels, seconds);
}

export function countApiError(request: FastifyRequest, { status, problems: [first] }: Failure): void {
  apiErrors.inc({ method: methodOf(request), route: routeOf(request), status, code: first.code });
}

/** A failure before there is a request that could be told apart. */
export function countUnreadable({ status, problems: [first] }: Failure): void {
  apiErrors.inc({ method: 'OTHER', route: 'unmatched', status, code: first.code });
}

export const countLimitReached = (limit: 'connections' | 'headers' | 'request_time'): void =>
  limitReached.inc({ limit });

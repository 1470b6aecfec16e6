import { Counter, Gauge, Histogram } from 'prom-client';

export const upstreamSeconds = new Histogram({
  name: 'analytics_console_upstream_seconds',
  help: 'Time until an API began to answer',
  labelNames: ['upstream'] as const,
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});
export const upstreamFailures = new Counter({
  name: 'analytics_console_upstream_failures_total',
  help: 'Requests that an API did not answer, by why',
  labelNames: ['upstream', 'reason'] as const,
});
export const streamSockets = new Gauge({
  name: 'analytics_console_stream_sockets',
  help: 'Open live streams',
});

import { Counter, Gauge, Histogram } from 'prom-client';

export const commandSeconds = new Histogram({
  name: 'redis_command_seconds',
  help: 'Time from a command to its answer, by command or script',
  labelNames: ['operation'],
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2],
});

export const commandErrors = new Counter({
  name: 'redis_command_errors_total',
  help: 'Commands that failed, by command or script and by kind of error',
  labelNames: ['operation', 'kind'],
});

export const connected = new Gauge({
  name: 'redis_connected',
  help: 'Connections to Redis that are ready',
});

export const reconnects = new Counter({
  name: 'redis_connection_tries_total',
  help: 'Tries to get a lost connection back',
});

export const cacheReads = new Counter({
  name: 'redis_cache_reads_total',
  help: 'Reads of the cache, by result: hit, miss, away',
  labelNames: ['result'],
});

export const cacheSkips = new Counter({
  name: 'redis_cache_skipped_writes_total',
  help: 'Values that were not kept, because they are too large or Redis is away',
  labelNames: ['reason'],
});

export const limitFallbacks = new Counter({
  name: 'redis_rate_limit_fallbacks_total',
  help: 'Decisions made by this process alone, with its share of the limit, because Redis was away',
});

import { Counter, Histogram } from 'prom-client';

export const requestSeconds = new Histogram({
  name: 's3_request_seconds',
  help: 'Time from a request to its answer, repeats included, by operation',
  labelNames: ['operation'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
});

export const requestErrors = new Counter({
  name: 's3_request_errors_total',
  help: 'Requests that failed after all repeats, by operation and by kind of error',
  labelNames: ['operation', 'kind'],
});

export const writtenBytes = new Counter({
  name: 's3_written_bytes_total',
  help: 'Bytes of objects that were stored',
});

export const putOnceOutcomes = new Counter({
  name: 's3_put_once_total',
  help: 'Objects put once, by outcome: stored, same (a repeat), other (somebody else was first)',
  labelNames: ['outcome'],
});

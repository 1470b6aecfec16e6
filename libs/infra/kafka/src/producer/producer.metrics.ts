import { Counter, Gauge, Histogram } from 'prom-client';

export const recordsProduced = new Counter({
  name: 'kafka_messages_produced_total',
  help: 'Records acknowledged by every in-sync replica',
  labelNames: ['topic'],
});

export const produceErrors = new Counter({
  name: 'kafka_producer_errors_total',
  help: 'Requests that failed, by what was done about it',
  labelNames: ['verdict'],
});

export const produceSeconds = new Histogram({
  name: 'kafka_producer_request_seconds',
  help: 'Time from handing a request to the driver to its acknowledgement',
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
});

export const pendingBytes = new Gauge({
  name: 'kafka_producer_pending_bytes',
  help: 'Bytes waiting for an acknowledgement',
});

export const producerLimitReached = new Counter({
  name: 'kafka_producer_limit_reached_total',
  help: 'Sends refused, or patient ones that had to stand in line, because too many bytes were waiting',
});

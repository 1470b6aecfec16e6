import { Counter, Histogram } from 'prom-client';

export const commandSeconds = new Histogram({
  name: 'redis_command_duration_seconds',
  help: 'How long calls to Redis took, by operation and outcome.',
  labelNames: ['operation', 'outcome'],
  buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5],
});

export const fallbacks = new Counter({
  name: 'redis_fallback_total',
  help: 'Decisions taken without Redis because it was away, by what decided.',
  labelNames: ['use'],
});

import { Counter, Gauge } from 'prom-client';

export const slowQueries = new Counter({
  name: 'analytics_query_slow_total',
  help: 'Queries that took longer than a query should, by statement.',
  labelNames: ['statement'] as const,
});

export const circuitRefusals = new Counter({
  name: 'analytics_query_circuit_refusals_total',
  help: 'Queries that were not sent because the warehouse did not answer the ones before.',
});

export const questions = new Gauge({
  name: 'analytics_query_questions',
  help: 'Questions being computed and waiting for it.',
  labelNames: ['state'] as const,
});

export const answers = new Counter({
  name: 'analytics_query_answers_total',
  help: 'Answers by where they came from: computed, cache, stale.',
  labelNames: ['from'] as const,
});

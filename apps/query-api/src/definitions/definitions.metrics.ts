import { Counter } from 'prom-client';

export const refreshFailures = new Counter({
  name: 'analytics_query_definitions_refresh_failures_total',
  help: 'Times the own metrics could not be looked up: what is known of them may be old.',
});

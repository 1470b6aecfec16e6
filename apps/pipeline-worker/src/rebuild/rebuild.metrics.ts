import { Counter, Gauge } from 'prom-client';

export const rebuiltEvents = new Counter({
  name: 'analytics_rebuild_events_total',
  help: 'Events that rebuilds of the warehouse stored from the lake.',
});

export const rebuildRate = new Gauge({
  name: 'analytics_rebuild_events_per_second',
  help: 'Events a second that the last rebuild of the warehouse read from the lake and stored.',
});

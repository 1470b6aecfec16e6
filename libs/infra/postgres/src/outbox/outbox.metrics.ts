import { Counter, Gauge } from 'prom-client';

export const outboxPending = new Gauge({
  name: 'analytics_outbox_pending_messages',
  help: 'Messages that wait in the outbox (counted up to the limit of one look).',
  labelNames: ['owner'],
});

export const outboxOldestAge = new Gauge({
  name: 'analytics_outbox_oldest_age_seconds',
  help: 'Age of the oldest message that waits in the outbox; 0 when none waits.',
  labelNames: ['owner'],
});

export const outboxPublished = new Counter({
  name: 'analytics_outbox_published_messages_total',
  help: 'Messages that left the outbox and were marked as sent.',
  labelNames: ['owner'],
});

export const outboxFailures = new Counter({
  name: 'analytics_outbox_failed_rounds_total',
  help: 'Rounds of the relay that ended with an error and are tried again.',
  labelNames: ['owner'],
});

import type { CollectItem } from '@analytics/contracts';
import { Counter } from 'prom-client';

const collected = new Counter({
  name: 'ingestion_collected_events_total',
  help: 'Events that came in over HTTP, by verdict and, for refused ones, by reason.',
  labelNames: ['status', 'reason'],
});

export function countVerdicts(items: readonly CollectItem[]): void {
  for (const item of items) collected.inc({ status: item.status, reason: item.code ?? '' });
}

import type { CollectItem } from '@analytics/contracts';
import { Counter } from 'prom-client';

const collected = new Counter({
  name: 'ingestion_collected_events_total',
  help: 'Events that came in over HTTP, by verdict and, for refused ones, by reason.',
  labelNames: ['status', 'reason'],
});

/** Together: counting each event by itself costs as much as checking it. */
export function countVerdicts(items: readonly CollectItem[]): void {
  const counts = new Map<string, { readonly labels: { status: string; reason: string }; count: number }>();
  for (const { status, code = '' } of items) {
    const name = code === '' ? status : `${status} ${code}`;
    const known = counts.get(name);
    if (known === undefined) counts.set(name, { labels: { status, reason: code }, count: 1 });
    else known.count += 1;
  }
  for (const { labels, count } of counts.values()) collected.inc(labels, count);
}

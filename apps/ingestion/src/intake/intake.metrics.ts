import type { ScrubReport } from '@analytics/domain';
import { Counter } from 'prom-client';

export const scrubbedTexts = new Counter({
  name: 'ingestion_personal_data_redacted_total',
  help: 'E-mail addresses, phone and card numbers found in texts that are stored, by event type and kind; each gave way to a marker.',
  labelNames: ['type', 'kind'],
});

export const validatedEvents = new Counter({
  name: 'ingestion_events_validated_total',
  help: 'Events that went on to the validated topic, by type.',
  labelNames: ['type'],
});

export function countReport(type: string, { findings }: ScrubReport): void {
  for (const kind of findings) scrubbedTexts.inc({ type, kind });
}

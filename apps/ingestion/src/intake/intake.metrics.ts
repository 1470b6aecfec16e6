import { redactPersonal, type ScrubReport } from '@analytics/domain';
import { Counter } from 'prom-client';

export const scrubbedTexts = new Counter({
  name: 'ingestion_personal_data_redacted_total',
  help: 'E-mail addresses, phone and card numbers found in texts that are stored, by event type and kind; each gave way to a marker.',
  labelNames: ['type', 'kind'],
});

export const unknownProperties = new Counter({
  name: 'ingestion_unknown_properties_total',
  help: 'Properties the schema does not know and that were not stored, by event type and name; "other" beyond the first hundred names of a type.',
  labelNames: ['type', 'property'],
});

export const validatedEvents = new Counter({
  name: 'ingestion_events_validated_total',
  help: 'Events that went on to the validated topic, by type.',
  labelNames: ['type'],
});

const NAMES_PER_TYPE = 100;
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
const named = new Map<string, Set<string>>();

export function countReport(type: string, { findings, unknown }: ScrubReport): void {
  for (const kind of findings) scrubbedTexts.inc({ type, kind });
  for (const property of unknown) unknownProperties.inc({ type, property: labelOf(type, property) });
}

/** A sender chooses the name, so it could be anything and as many as it likes. */
function labelOf(type: string, property: string): string {
  if (!PLAIN_NAME.test(property) || redactPersonal(property).found.length > 0) return 'other';
  const names = named.get(type) ?? new Set();
  named.set(type, names);
  if (names.size < NAMES_PER_TYPE) names.add(property);
  return names.has(property) ? property : 'other';
}

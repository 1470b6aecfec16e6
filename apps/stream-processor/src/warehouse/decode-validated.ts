import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused } from '@analytics/domain';

const TEXTS = ['type', 'source', 'id', 'occurred_at', 'effective_at', 'received_at'] as const;

/** Ingestion wrote the record, yet the topic is open to others: what is no validated event is said to be none. */
export function decodeValidated(value: Buffer | null): Checked<ValidatedEvent> {
  if (value === null) return refused('MALFORMED_JSON', 'the record has no value', '');
  let event: unknown;
  try {
    event = JSON.parse(value.toString('utf8'));
  } catch {
    return refused('MALFORMED_JSON', 'the record is not JSON', '');
  }
  if (typeof event !== 'object' || event === null) return refused('DWH_REJECTED', 'must be a JSON object', '');
  const fields = event as Record<string, unknown>;
  const wrong = TEXTS.find((name) => typeof fields[name] !== 'string') ?? instants(fields);
  if (wrong !== undefined) return refused('DWH_REJECTED', 'is missing or malformed', `/${wrong}`);
  if (!Number.isInteger(fields['schema_version']))
    return refused('DWH_REJECTED', 'must be an integer', '/schema_version');
  if (typeof fields['data'] !== 'object' || fields['data'] === null)
    return refused('DWH_REJECTED', 'must be an object', '/data');
  return passed(event as ValidatedEvent);
}

const instants = (fields: Record<string, unknown>): string | undefined =>
  ['occurred_at', 'effective_at', 'received_at'].find((name) => Number.isNaN(Date.parse(String(fields[name]))));

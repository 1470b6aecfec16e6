import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused, unstorableIn } from '@analytics/domain';

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
  const unstorable = unstorableIn(event as Record<string, unknown>);
  if (unstorable !== undefined) return refused('DWH_REJECTED', unstorable.detail, unstorable.pointer);
  return passed(event as ValidatedEvent);
}

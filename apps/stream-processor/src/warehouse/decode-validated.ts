import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused } from '@analytics/domain';

const INSTANTS = ['occurred_at', 'effective_at', 'received_at'] as const;
const TEXTS = ['type', 'source', 'id', ...INSTANTS] as const;
const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const END_OF_INSTANTS = Date.UTC(2299, 11, 31);

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
  const wrong =
    TEXTS.find((name) => typeof fields[name] !== 'string') ?? INSTANTS.find((name) => !isStorable(fields[name]));
  if (wrong !== undefined) return refused('DWH_REJECTED', 'is missing or malformed', `/${wrong}`);
  if (!isVersion(fields['schema_version'])) {
    return refused('DWH_REJECTED', 'must be a version number', '/schema_version');
  }
  if (typeof fields['data'] !== 'object' || fields['data'] === null) {
    return refused('DWH_REJECTED', 'must be an object', '/data');
  }
  return passed(event as ValidatedEvent);
}

/** What a column of the facts can hold; one bad record must not fail the insert of its neighbours. */
function isStorable(instant: unknown): boolean {
  const ms = Date.parse(String(instant));
  return ms >= FIRST_INSTANT && ms < END_OF_INSTANTS;
}

const isVersion = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused } from '@analytics/domain';

const INSTANTS = ['occurred_at', 'effective_at', 'received_at'] as const;
const TEXTS = ['type', 'source', 'id', 'fingerprint', ...INSTANTS] as const;
const TEXTS_OR_NULL = [
  ...['country', 'platform', 'device_family', 'os_family', 'browser_family'],
  ...['correlation_id', 'import_id', 'sent_at'],
] as const;
const NUMBERS_OR_NULL = ['user_no', 'device_no'] as const;
const FLAGS = ['is_bot', 'is_staff'] as const;
const LARGEST_NUMBER = 2 ** 32 - 1;
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
  const wrong = wrongField(fields);
  if (wrong !== undefined) return refused('DWH_REJECTED', 'is missing or malformed', `/${wrong}`);
  if (!isVersion(fields['schema_version'])) {
    return refused('DWH_REJECTED', 'must be a version number', '/schema_version');
  }
  if (typeof fields['data'] !== 'object' || fields['data'] === null) {
    return refused('DWH_REJECTED', 'must be an object', '/data');
  }
  return passed(event as ValidatedEvent);
}

function wrongField(fields: Readonly<Record<string, unknown>>): string | undefined {
  const { sent_at: sentAt, schema_marks: marks } = fields;
  return (
    TEXTS.find((name) => typeof fields[name] !== 'string') ??
    INSTANTS.find((name) => !isStorable(fields[name])) ??
    TEXTS_OR_NULL.find((name) => fields[name] !== null && typeof fields[name] !== 'string') ??
    NUMBERS_OR_NULL.find((name) => fields[name] !== null && !isNumber(fields[name])) ??
    FLAGS.find((name) => typeof fields[name] !== 'boolean') ??
    (sentAt !== null && !isStorable(sentAt) ? 'sent_at' : undefined) ??
    (Array.isArray(marks) && marks.every((mark) => typeof mark === 'string') ? undefined : 'schema_marks')
  );
}

const isNumber = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST_NUMBER;

/** What a column of the facts can hold; one bad record must not fail the insert of its neighbours. */
function isStorable(instant: unknown): boolean {
  const ms = Date.parse(String(instant));
  return ms >= FIRST_INSTANT && ms < END_OF_INSTANTS;
}

const isVersion = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

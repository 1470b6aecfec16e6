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

/** What keeps something that should be a validated event from being stored as facts. */
export interface Unstorable {
  readonly pointer: string;
  readonly detail: string;
}

/** Undefined where every column of the facts can hold its part; one bad record must not fail the insert of its neighbours. */
export function unstorableIn(fields: Readonly<Record<string, unknown>>): Unstorable | undefined {
  const wrong = wrongField(fields);
  if (wrong !== undefined) return { pointer: `/${wrong}`, detail: 'is missing or malformed' };
  if (!isVersion(fields['schema_version'])) return { pointer: '/schema_version', detail: 'must be a version number' };
  const { data } = fields;
  return typeof data !== 'object' || data === null ? { pointer: '/data', detail: 'must be an object' } : undefined;
}

/** Plain loops: this is asked of every event, by everybody who reads it. */
function wrongField(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of TEXTS) if (typeof fields[name] !== 'string') return name;
  for (const name of INSTANTS) if (!isStorable(fields[name])) return name;
  for (const name of TEXTS_OR_NULL) if (fields[name] !== null && typeof fields[name] !== 'string') return name;
  for (const name of NUMBERS_OR_NULL) if (fields[name] !== null && !isNumber(fields[name])) return name;
  for (const name of FLAGS) if (typeof fields[name] !== 'boolean') return name;
  const { sent_at: sentAt, schema_marks: marks } = fields;
  if (sentAt !== null && !isStorable(sentAt)) return 'sent_at';
  return Array.isArray(marks) && marks.every((mark) => typeof mark === 'string') ? undefined : 'schema_marks';
}

const isNumber = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST_NUMBER;

function isStorable(instant: unknown): boolean {
  const ms = Date.parse(String(instant));
  return ms >= FIRST_INSTANT && ms < END_OF_INSTANTS;
}

const isVersion = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;

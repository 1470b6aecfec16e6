import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, passed, refused, rowHash } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';

/** Changes when the same record would make another row. */
export const LAKE_ROW_VERSION = 'lake-row-1';

/** One event as the lake stores it, with where it came from. */
export interface LakeRow {
  readonly event: ValidatedEvent;
  readonly effectiveMs: number;
  readonly topic: string;
  readonly part: number;
  readonly offset: bigint;
  readonly hash: bigint;
}

const TEXTS = ['type', 'source', 'id', 'fingerprint'] as const;
const OPTIONAL_TEXTS = [
  ...['country', 'platform', 'device_family', 'os_family', 'browser_family'],
  ...['correlation_id', 'import_id'],
] as const;
const INSTANTS = ['occurred_at', 'received_at', 'effective_at'] as const;
const NUMBERS = ['user_no', 'device_no'] as const;
const FLAGS = ['is_bot', 'is_staff'] as const;

const isText = (value: unknown): boolean => typeof value === 'string';
const isInstant = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const orNull = (holds: (value: unknown) => boolean) => (value: unknown) => value === null || holds(value);

const RULES: readonly (readonly [readonly string[], (value: unknown) => boolean])[] = [
  [TEXTS, isText],
  [OPTIONAL_TEXTS, orNull(isText)],
  [INSTANTS, isInstant],
  [['sent_at'], orNull(isInstant)],
  [NUMBERS, orNull(isNumber)],
  [FLAGS, (value) => typeof value === 'boolean'],
  [['schema_version'], isNumber],
  [['schema_marks'], (value) => Array.isArray(value) && value.every(isText)],
  [['data'], (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
];

/** Ingestion wrote the record, yet the topic is open to others: what is no validated event is refused, its neighbours are kept. */
export function lakeRowOf(record: Received): Checked<LakeRow> {
  if (record.value === null) return refused('LAKE_REJECTED', 'the record has no value', '');
  let event: unknown;
  try {
    event = JSON.parse(record.value.toString('utf8'));
  } catch {
    return refused('LAKE_REJECTED', 'the record is not JSON', '');
  }
  if (typeof event !== 'object' || event === null) return refused('LAKE_REJECTED', 'must be a JSON object', '');
  const wrong = wrongMember(event as Record<string, unknown>);
  if (wrong !== undefined) return refused('LAKE_REJECTED', 'is missing or malformed', `/${wrong}`);
  const validated = event as ValidatedEvent;
  return passed({
    event: validated,
    effectiveMs: Date.parse(validated.effective_at),
    topic: record.topic,
    part: record.partition,
    offset: record.offset,
    hash: rowHash(record.offset, record.value),
  });
}

function wrongMember(event: Readonly<Record<string, unknown>>): string | undefined {
  for (const [names, holds] of RULES) {
    const wrong = names.find((name) => !holds(event[name]));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

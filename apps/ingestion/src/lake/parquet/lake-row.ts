import type { ValidatedEvent } from '@analytics/contracts';
import { type Checked, isObject, passed, refused, rowHash } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';

/** Changes when the same record would make another row. */
export const LAKE_ROW_VERSION = 'lake-row-2';

/** One event as the lake stores it, with where it came from. */
export interface LakeRow {
  readonly event: ValidatedEvent;
  /** The instants of the event, read once. */
  readonly ms: Readonly<Record<'occurred_at' | 'received_at' | 'effective_at', number>> & {
    readonly sent_at: number | null;
  };
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
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const orNull = (holds: (value: unknown) => boolean) => (value: unknown) => value === null || holds(value);

const RULES: readonly (readonly [readonly string[], (value: unknown) => boolean])[] = [
  [TEXTS, isText],
  [OPTIONAL_TEXTS, orNull(isText)],
  [INSTANTS, isText],
  [['sent_at'], orNull(isText)],
  [NUMBERS, orNull(isNumber)],
  [FLAGS, (value) => typeof value === 'boolean'],
  [['schema_version'], isNumber],
  [['schema_marks'], (value) => Array.isArray(value) && value.every(isText)],
  [['data'], isObject],
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
  const ms = instantsOf(validated);
  const noInstant = Object.entries(ms).find(([, instant]) => Number.isNaN(instant));
  if (noInstant !== undefined) return refused('LAKE_REJECTED', 'is no instant', `/${noInstant[0]}`);
  return passed({
    event: validated,
    ms,
    topic: record.topic,
    part: record.partition,
    offset: record.offset,
    hash: rowHash(record.offset, record.value),
  });
}

const instantsOf = (event: ValidatedEvent): LakeRow['ms'] => ({
  occurred_at: Date.parse(event.occurred_at),
  sent_at: event.sent_at === null ? null : Date.parse(event.sent_at),
  received_at: Date.parse(event.received_at),
  effective_at: Date.parse(event.effective_at),
});

function wrongMember(event: Readonly<Record<string, unknown>>): string | undefined {
  for (const [names, holds] of RULES) {
    const wrong = names.find((name) => !holds(event[name]));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

import { type DeadLetterRecord, type DeadLetterStage, REASON_CODES } from '@analytics/contracts';
import { isObject, type JsonObject } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';
import type { IncomingLetter } from '@analytics/infra-postgres';

const STAGES: readonly DeadLetterStage[] = ['ingest', 'validate', 'enrich', 'dwh', 'lake'];
const LETTER_ID = /^[0-9a-f]{64}$/;
const OFFSET = /^\d{1,18}$/;
const MOST = 2_147_483_647;
/** A hash of 32 bytes in base64, and how many of them a letter has at most. */
const SUBJECT = /^[A-Za-z0-9+/]{43}=$/;
const SUBJECTS = 64;

/**
 * The letter in a record of the topic, or nothing: who writes there is one of us, but a letter the store cannot take would
 * hold up all that come after it.
 */
export function letterIn({ key, value }: Received): IncomingLetter | undefined {
  const letter = parsed(value);
  const source = letter?.['source'];
  if (!isObject(letter) || !isObject(source)) return undefined;
  const times = [letter['first_seen'], letter['last_seen'], source['timestamp']].map(instantOf);
  const [firstSeen, lastSeen, timestamp] = times;
  if (firstSeen === undefined || lastSeen === undefined || timestamp === undefined) return undefined;
  if (!hasIdentity(letter) || !hasPlace(source)) return undefined;
  const whole = {
    ...letter,
    ...{ first_seen: firstSeen, last_seen: lastSeen },
    ...textsOf(letter),
    ...numbersOf(letter),
    ...{ retriable: letter['retriable'] === true, personal: letter['personal'] === true },
    processor: processorOf(letter['processor']),
    raw_base64: base64Of(letter['raw_base64']),
    subjects: subjectsOf(letter['subjects']),
    source: {
      ...{ topic: source['topic'], partition: source['partition'], offset: source['offset'], timestamp },
      key_base64: base64Of(source['key_base64']),
      headers: headersOf(source['headers']),
      headers_sealed_base64: base64Of(source['headers_sealed_base64']),
    },
  };
  return { letter: whole as unknown as DeadLetterRecord, key: key?.toString() ?? '' };
}

function parsed(value: Buffer | null): JsonObject | undefined {
  try {
    const letter: unknown = JSON.parse(String(value));
    return isObject(letter) ? letter : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;

const hasIdentity = (letter: JsonObject): boolean =>
  isText(letter['dlq_id']) &&
  LETTER_ID.test(letter['dlq_id']) &&
  (REASON_CODES as readonly unknown[]).includes(letter['reason_code']) &&
  (STAGES as readonly unknown[]).includes(letter['stage']);

const hasPlace = ({ topic, partition, offset }: JsonObject): boolean =>
  isText(topic) && isCount(partition) && isText(offset) && OFFSET.test(offset);

const TEXTS = [
  'pointer',
  'keyword',
  'raw_sha256',
  'raw_object',
  'event_type',
  'event_source',
  'event_id',
  'schema_id',
] as const;
const MORE_TEXTS = ['xform_ver', 'trace_id', 'tenant', 'sealed_key_id', 'parent_dlq_id'] as const;

const textsOf = (letter: JsonObject) => ({
  message: isText(letter['message']) ? letter['message'] : '',
  ...Object.fromEntries([...TEXTS, ...MORE_TEXTS].map((name) => [name, isText(letter[name]) ? letter[name] : null])),
});

const numbersOf = (letter: JsonObject) => ({
  raw_bytes: isCount(letter['raw_bytes']) ? letter['raw_bytes'] : 0,
  replay_count: isCount(letter['replay_count']) ? letter['replay_count'] : 0,
  schema_version: isCount(letter['schema_version']) ? letter['schema_version'] : null,
});

function instantOf(value: unknown): string | undefined {
  const time = new Date(isText(value) ? value : Number.NaN);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1_900 ? undefined : time.toISOString();
}

/** Written anew: what is not base64 would be refused as a whole batch. */
const base64Of = (value: unknown): string | null =>
  isText(value) ? Buffer.from(value, 'base64').toString('base64') : null;

/** Letters of before there were any have none. */
const subjectsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((each): each is string => isText(each) && SUBJECT.test(each)).slice(0, SUBJECTS)
    : [];

const headersOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, string] => isText(entry[1])),
  );

function processorOf(value: unknown): DeadLetterRecord['processor'] {
  const { name, version, git_sha: commit } = isObject(value) ? value : {};
  const text = (part: unknown): string => (isText(part) ? part : 'unknown');
  return { name: text(name), version: text(version), git_sha: text(commit) };
}

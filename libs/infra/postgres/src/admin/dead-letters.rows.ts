import type { DeadLetterDraft } from './dead-letters.fold';
import type { DeadLetterContent, DeadLetterItem } from './dead-letters.records';

/** Columns of what was refused and why, with their types as a batch brings them; a replay that fails replaces them all. */
const CONTENT = {
  letter_id: 'text',
  reason: 'text',
  stage: 'text',
  pointer: 'text',
  keyword: 'text',
  detail: 'text',
  retriable: 'boolean',
  event_type: 'text',
  source: 'text',
  event_id: 'text',
  record_key: 'text',
  origin_topic: 'text',
  origin_partition: 'integer',
  origin_offset: 'bigint',
  origin_at: 'timestamptz',
  processor: 'text',
  schema_id: 'text',
  schema_version: 'integer',
  transform_version: 'text',
  trace_id: 'text',
  tenant: 'text',
  personal: 'boolean',
  replay_count: 'integer',
  key_bytes: 'base64',
  headers: 'jsonb',
  headers_sealed: 'base64',
  raw: 'base64',
  raw_object: 'text',
  raw_bytes: 'integer',
  raw_sha256: 'text',
  sealed_key_id: 'text',
  subjects: 'text[]',
} as const;
const OWN = {
  id: 'text',
  identity: 'base64',
  first_seen_at: 'timestamptz',
  last_seen_at: 'timestamptz',
  attempts: 'integer',
};
const COLUMNS = { ...OWN, ...CONTENT };
type Row = Record<keyof typeof COLUMNS | 'replaces', unknown>;

const typed = Object.entries({ ...COLUMNS, replaces: 'boolean' }).map(([name, type]) => [name, type] as const);
const declared = typed.map(([name, type]) => `${name} ${type === 'base64' ? 'text' : type}`).join(', ');
const taken = typed
  .map(([name, type]) => (type === 'base64' ? `decode(${name}, 'base64') AS ${name}` : name))
  .join(', ');
const names = Object.keys(COLUMNS);
const values = names.map((name) => `l.${name}`).join(', ');
const replaced = Object.keys(CONTENT).map((name) => `${name} = l.${name}`);
const counted = `attempts = d.attempts + l.attempts, last_seen_at = greatest(d.last_seen_at, l.last_seen_at)`;

/** One statement for a batch. Who was discarded stays so when a sender repeats the very same; a failed replay opens again. */
export const MERGE_DRAFTS = `
  MERGE INTO dead_letters d USING (SELECT ${taken} FROM jsonb_to_recordset($1::jsonb) AS l(${declared})) l ON d.id = l.id
  WHEN MATCHED AND l.replaces THEN UPDATE SET ${replaced.join(', ')}, status = 'open', discarded_reason = NULL, ${counted}
  WHEN MATCHED THEN UPDATE SET status = CASE d.status WHEN 'resolved' THEN 'open' ELSE d.status END, ${counted}
  WHEN NOT MATCHED THEN INSERT (${names.join(', ')}) VALUES (${values})`;

/** No index entry may be longer than a third of a page. */
const LONGEST = { name: 512, text: 1024 };

export function draftRow({ id, identity, incoming, attempts, lastSeen, replaces }: DeadLetterDraft): Row {
  const { letter, key, rawObject } = incoming;
  return {
    id,
    identity: Buffer.from(identity, 'hex').toString('base64'),
    attempts,
    first_seen_at: letter.first_seen,
    last_seen_at: lastSeen,
    replaces,
    letter_id: letter.dlq_id,
    reason: letter.reason_code,
    stage: letter.stage,
    pointer: cut(letter.pointer, LONGEST.text),
    keyword: cut(letter.keyword, LONGEST.name),
    detail: cut(letter.message, LONGEST.text),
    retriable: letter.retriable,
    event_type: cut(letter.event_type, LONGEST.name) ?? '',
    source: cut(letter.event_source, LONGEST.text) ?? '',
    event_id: cut(letter.event_id, LONGEST.text) ?? '',
    record_key: cut(key, LONGEST.text),
    origin_topic: letter.source.topic,
    origin_partition: letter.source.partition,
    origin_offset: letter.source.offset,
    origin_at: letter.source.timestamp,
    processor: `${letter.processor.name}@${letter.processor.version}`,
    schema_id: letter.schema_id,
    schema_version: letter.schema_version,
    transform_version: letter.xform_ver,
    trace_id: letter.trace_id,
    tenant: letter.tenant,
    personal: letter.personal,
    replay_count: letter.replay_count,
    key_bytes: letter.source.key_base64,
    headers: letter.source.headers,
    headers_sealed: letter.source.headers_sealed_base64,
    raw: rawObject === undefined ? letter.raw_base64 : null,
    raw_object: rawObject ?? letter.raw_object,
    raw_bytes: letter.raw_bytes,
    raw_sha256: letter.raw_sha256,
    sealed_key_id: letter.sealed_key_id,
    subjects: letter.subjects,
  };
}

/** PostgreSQL keeps neither NUL nor half of a character. */
const clean = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');

export const draftsJson = (drafts: readonly DeadLetterDraft[]): string =>
  JSON.stringify(drafts.map(draftRow), (_, value: unknown) => {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clean(name), inner]));
  });

function cut(text: string | null, bytes: number): string | null {
  if (text === null || Buffer.byteLength(text) <= bytes) return text;
  // A character cut in two shows as U+FFFD at the end.
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

export const ITEM_COLUMNS = `id, status, reason, stage, pointer, keyword, detail, retriable, event_type, source, event_id,
  origin_topic, origin_partition, origin_offset::text AS origin_offset, origin_at, processor, schema_version, first_seen_at,
  last_seen_at, attempts, replay_count, trace_id, discarded_reason`;

export type ItemRow = Pick<
  DeadLetterItem,
  'id' | 'status' | 'reason' | 'stage' | 'pointer' | 'keyword' | 'detail' | 'retriable' | 'processor' | 'attempts'
> & {
  readonly event_type: string;
  readonly source: string;
  readonly event_id: string;
  readonly origin_topic: string;
  readonly origin_partition: number;
  readonly origin_offset: string;
  readonly origin_at: Date;
  readonly schema_version: number | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly replay_count: number;
  readonly trace_id: string | null;
  readonly discarded_reason: string | null;
};

const orNull = (text: string): string | null => (text === '' ? null : text);

export const itemOf = (row: ItemRow): DeadLetterItem => ({
  ...{
    id: row.id,
    status: row.status,
    reason: row.reason,
    stage: row.stage,
    pointer: row.pointer,
    keyword: row.keyword,
  },
  ...{ detail: row.detail, retriable: row.retriable, processor: row.processor, attempts: row.attempts },
  eventType: orNull(row.event_type),
  source: orNull(row.source),
  eventId: orNull(row.event_id),
  origin: { topic: row.origin_topic, partition: row.origin_partition, offset: row.origin_offset, at: row.origin_at },
  schemaVersion: row.schema_version,
  firstSeenAt: row.first_seen_at,
  lastSeenAt: row.last_seen_at,
  replayCount: row.replay_count,
  traceId: row.trace_id,
  discardedReason: row.discarded_reason,
});

export const CONTENT_COLUMNS = `id, letter_id, origin_topic, key_bytes, headers, headers_sealed, raw, raw_object, raw_bytes,
  raw_sha256, sealed_key_id, personal`;

export interface ContentRow {
  readonly id: string;
  readonly letter_id: string;
  readonly origin_topic: string;
  readonly key_bytes: Buffer | null;
  readonly headers: Record<string, string>;
  readonly headers_sealed: Buffer | null;
  readonly raw: Buffer | null;
  readonly raw_object: string | null;
  readonly raw_bytes: number;
  readonly raw_sha256: string | null;
  readonly sealed_key_id: string | null;
  readonly personal: boolean;
}

export const contentOf = (row: ContentRow): DeadLetterContent => ({
  id: row.id,
  letterId: row.letter_id,
  topic: row.origin_topic,
  key: row.key_bytes,
  headers: row.headers,
  headersSealed: row.headers_sealed,
  raw: row.raw,
  rawObject: row.raw_object,
  rawBytes: row.raw_bytes,
  rawSha256: row.raw_sha256,
  sealedKeyId: row.sealed_key_id,
  personal: row.personal,
});

import { createHash } from 'node:crypto';
import { DEAD_LETTER_HEADERS, type DeadLetter, type DeadLetterRecord } from '@analytics/contracts';
import type { KafkaConfig } from '../config/kafka.config';
import type { Outgoing, Received } from '../port/kafka-records';
import { PayloadSealer } from './payload-sealer';

const RAW_BYTES = 1024 * 1024;
const MESSAGE_BYTES = 1024;
const CREDENTIALS =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-write-key)$|token|secret|password/i;

/** Headers whose values we or a standard make: none of them can name a person. */
const IMPERSONAL =
  /^(traceparent|content-type|ce_specversion|x-received-at|x-write-key-id|x-fingerprint|x-refused-code|x-replay-of|x-replay-count)$/;

export interface Verdict {
  readonly record: Received;
  readonly letter: DeadLetter;
  readonly attempts: number;
  readonly nowMs: number;
}

/**
 * The record for the dead-letter topic. Its key keeps the refusals of one person in order: the original one, or, where
 * that names a person, one that only who has the sealing key can tell apart from chance.
 */
export function deadLetterRecord(verdict: Verdict, config: KafkaConfig, sealer = PayloadSealer.of(config)): Outgoing {
  const { record, letter } = verdict;
  const id = deadLetterId(record, letter);
  const key = letter.personal === true ? anonymousKey(record.key, letter, sealer) : record.key;
  return {
    topic: config.deadLetterTopic,
    key: key ?? id,
    value: JSON.stringify(describe(id, verdict, config, sealer)),
    headers: { [DEAD_LETTER_HEADERS.id]: id, [DEAD_LETTER_HEADERS.reason]: letter.reason, ...traceOf(record) },
  };
}

const anonymousKey = (key: Buffer | null, letter: DeadLetter, sealer: PayloadSealer | undefined): string | undefined =>
  key === null || letter.forgetsRaw === true ? undefined : sealer?.pseudonym(key);

type RecordPlace = Pick<Received, 'topic' | 'partition' | 'offset'>;

/** The same refusal of the same record has the same id however often the batch is repeated. */
export function deadLetterId(record: RecordPlace, letter: Pick<DeadLetter, 'reason'>): string {
  const identity = `${record.topic}/${record.partition}/${record.offset}/${letter.reason}`;
  return createHash('sha256').update(identity).digest('hex');
}

function describe(
  id: string,
  { record, letter, attempts, nowMs }: Verdict,
  config: KafkaConfig,
  sealer: PayloadSealer | undefined,
): DeadLetterRecord {
  const now = new Date(nowMs).toISOString();
  return {
    dlq_id: id,
    first_seen: now,
    last_seen: now,
    stage: letter.stage,
    reason_code: letter.reason,
    pointer: letter.pointer ?? null,
    keyword: letter.keyword ?? null,
    message: cut(letter.message, MESSAGE_BYTES),
    retriable: letter.retriable ?? false,
    ...contentOf(id, record, letter, sealer),
    raw_bytes: record.value?.length ?? 0,
    raw_object: null,
    event_type: letter.eventType ?? null,
    event_source: letter.eventSource ?? null,
    event_id: letter.eventId ?? null,
    schema_id: letter.schemaId ?? null,
    schema_version: letter.schemaVersion ?? null,
    processor: { name: config.clientId, version: config.serviceVersion, git_sha: config.serviceCommit },
    xform_ver: letter.transformVersion ?? null,
    trace_id: record.headers['traceparent']?.split('-')[1] ?? null,
    attempts,
    replay_count: Number(record.headers[DEAD_LETTER_HEADERS.replayCount] ?? 0) || 0,
    parent_dlq_id: record.headers[DEAD_LETTER_HEADERS.replayOf] ?? null,
    tenant: letter.tenant ?? null,
    personal: letter.personal ?? false,
    subjects: letter.forgetsRaw === true ? [] : (letter.subjects ?? []),
  };
}

type Content = Pick<DeadLetterRecord, 'source' | 'raw_base64' | 'raw_sha256' | 'sealed_key_id'>;

/** What came: as it is where it names nobody, else sealed, and where there is no key or no right to it, not at all. */
function contentOf(id: string, record: Received, letter: DeadLetter, sealer: PayloadSealer | undefined): Content {
  const personal = letter.personal === true;
  const forgotten = letter.forgetsRaw === true;
  const open = Object.fromEntries(Object.entries(record.headers).filter(([name]) => !CREDENTIALS.test(name)));
  const shown = personal ? Object.fromEntries(Object.entries(open).filter(([name]) => IMPERSONAL.test(name))) : open;
  const kept = (field: string, bytes: Buffer | null): string | null => {
    if (bytes === null || forgotten) return null;
    return personal ? (sealer?.seal(bytes, `${id}/${field}`).toString('base64') ?? null) : bytes.toString('base64');
  };
  const small = record.value !== null && record.value.length <= RAW_BYTES ? record.value : null;
  return {
    source: {
      topic: record.topic,
      partition: record.partition,
      offset: String(record.offset),
      timestamp: new Date(record.timestampMs).toISOString(),
      key_base64: kept('source.key_base64', record.key),
      headers: shown,
      headers_sealed_base64: personal ? kept('source.headers_sealed_base64', Buffer.from(JSON.stringify(open))) : null,
    },
    raw_base64: kept('raw_base64', small),
    raw_sha256: record.value === null || forgotten ? null : createHash('sha256').update(record.value).digest('hex'),
    sealed_key_id: personal && !forgotten ? (sealer?.keyId ?? null) : null,
  };
}

function traceOf(record: Received): Record<string, string> {
  const traceparent = record.headers['traceparent'];
  return traceparent === undefined ? {} : { traceparent };
}

function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  // A character cut in two shows as U+FFFD at the end.
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\uFFFD+$/, '');
}

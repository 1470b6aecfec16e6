import { createHash } from 'node:crypto';
import { DEAD_LETTER_HEADERS, type DeadLetter, type DeadLetterRecord } from '@analytics/contracts';
import type { KafkaConfig } from '../config/kafka.config';
import type { Outgoing, Received } from '../port/kafka-records';

const RAW_BYTES = 1024 * 1024;
const MESSAGE_BYTES = 1024;
const CREDENTIALS =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-write-key)$|token|secret|password/i;

export interface Verdict {
  readonly record: Received;
  readonly letter: DeadLetter;
  readonly attempts: number;
  readonly nowMs: number;
}

/** The record for the dead-letter topic, under the original key so that the refusals of one person stay in order. */
export function deadLetterRecord(verdict: Verdict, config: KafkaConfig): Outgoing {
  const { record, letter } = verdict;
  const id = deadLetterId(record, letter);
  return {
    topic: config.deadLetterTopic,
    key: record.key,
    value: JSON.stringify(describe(id, verdict, config)),
    headers: { [DEAD_LETTER_HEADERS.id]: id, [DEAD_LETTER_HEADERS.reason]: letter.reason, ...traceOf(record) },
  };
}

/** The same refusal of the same record has the same id however often the batch is repeated. */
export function deadLetterId(record: Received, letter: DeadLetter): string {
  const identity = `${record.topic}/${record.partition}/${record.offset}/${letter.reason}`;
  return createHash('sha256').update(identity).digest('hex');
}

function describe(id: string, { record, letter, attempts, nowMs }: Verdict, config: KafkaConfig): DeadLetterRecord {
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
    source: sourceOf(record),
    ...rawOf(record),
    event_type: letter.eventType ?? null,
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
  };
}

const sourceOf = (record: Received): DeadLetterRecord['source'] => ({
  topic: record.topic,
  partition: record.partition,
  offset: String(record.offset),
  timestamp: new Date(record.timestampMs).toISOString(),
  key_base64: record.key?.toString('base64') ?? null,
  headers: Object.fromEntries(Object.entries(record.headers).filter(([name]) => !CREDENTIALS.test(name))),
});

function rawOf({ value }: Received): Pick<DeadLetterRecord, 'raw_base64' | 'raw_bytes' | 'raw_sha256' | 'raw_object'> {
  return {
    raw_base64: value !== null && value.length <= RAW_BYTES ? value.toString('base64') : null,
    raw_bytes: value?.length ?? 0,
    raw_sha256: value === null ? null : createHash('sha256').update(value).digest('hex'),
    raw_object: null,
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

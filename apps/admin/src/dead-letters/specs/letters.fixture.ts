import { createHash } from 'node:crypto';
import type { DeadLetterRecord } from '@analytics/contracts';
import { KafkaConfig, type Outgoing, PayloadSealer } from '@analytics/infra-kafka';

export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
export const SEALING_KEY = Buffer.alloc(32, 7).toString('base64');
const sealer = PayloadSealer.of(Object.assign(new KafkaConfig(), { deadLetterKey: SEALING_KEY })) as PayloadSealer;

export interface Refused {
  readonly name: string;
  readonly event: unknown;
  readonly letter?: Partial<DeadLetterRecord>;
  readonly key?: string;
  /** Neither the bytes nor the key are kept: the person was erased. */
  readonly forgotten?: boolean;
}

/** A record of the dead-letter topic as ingestion writes it: whatever it holds of the event is sealed. */
export function letterRecord({ name, event, letter = {}, key = 'somebody', forgotten = false }: Refused): Outgoing {
  const id = letter.dlq_id ?? sha256(`letter ${name}`);
  const raw = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const sealed = (field: string, bytes: Buffer) =>
    forgotten ? null : sealer.seal(bytes, `${id}/${field}`).toString('base64');
  const now = new Date().toISOString();
  const {
    type = null,
    source = null,
    id: eventId = null,
  } = (typeof event === 'object' ? event : {}) as Record<string, string>;
  const record: DeadLetterRecord = {
    dlq_id: id,
    ...{ first_seen: now, last_seen: now, stage: 'validate', reason_code: 'SCHEMA_VIOLATION' },
    ...{ pointer: '/data/gameId', keyword: 'format', message: 'must be a UUID', retriable: false },
    source: {
      ...{ topic: 'analytics.events.collected.v1', partition: 0, offset: '1', timestamp: now },
      key_base64: sealed('source.key_base64', Buffer.from(key)),
      headers: {},
      headers_sealed_base64: sealed('source.headers_sealed_base64', Buffer.from('{}')),
    },
    raw_base64: sealed('raw_base64', raw),
    sealed_key_id: forgotten ? null : sealer.keyId,
    raw_bytes: raw.length,
    raw_sha256: forgotten ? null : sha256(raw),
    raw_object: null,
    ...{ event_type: type, event_source: source, event_id: eventId, schema_id: null, schema_version: 1 },
    processor: { name: 'ingestion', version: '1.0.0', git_sha: 'abc' },
    ...{
      xform_ver: null,
      trace_id: null,
      attempts: 1,
      replay_count: 0,
      parent_dlq_id: null,
      tenant: null,
      personal: true,
      subjects: [],
    },
    ...letter,
  };
  return { topic: 'analytics.events.dlq.v1', key: sealer.pseudonym(Buffer.from(key)), value: JSON.stringify(record) };
}

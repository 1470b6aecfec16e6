import type { Outgoing } from '@analytics/infra-kafka';

/** What a stored record says beside its key and value; their lengths, or null. */
interface Facts {
  readonly topic: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
  readonly partition?: number;
  readonly key: number | null;
  readonly value: number | null;
}

const LENGTH_BYTES = 4;

export function encodeRecord(record: Outgoing): Buffer {
  const key = bytesOf(record.key);
  const value = bytesOf(record.value);
  const facts: Facts = {
    topic: record.topic,
    headers: record.headers,
    timestampMs: record.timestampMs,
    partition: record.partition,
    key: key?.length ?? null,
    value: value?.length ?? null,
  };
  const head = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, key ?? EMPTY, value ?? EMPTY]);
}

/** The bytes were authenticated before: what is read is what was written. */
export function decodeRecord(bytes: Buffer): Outgoing {
  const begin = LENGTH_BYTES + bytes.readUInt32BE(0);
  const { key, value, ...facts } = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, begin)) as Facts;
  const middle = begin + (key ?? 0);
  return {
    ...facts,
    key: key === null ? null : bytes.subarray(begin, middle),
    value: value === null ? null : bytes.subarray(middle, middle + value),
  };
}

const EMPTY = Buffer.alloc(0);

const bytesOf = (part: Buffer | string | null | undefined): Buffer | null =>
  part === null || part === undefined ? null : Buffer.from(part as string);

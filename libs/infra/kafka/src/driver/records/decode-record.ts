import { VarintReader } from './varints';

/** The batch a record stands in, in the driver's words; numbers of 64 bits are texts there. */
export interface RecordBatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly maxTimestamp: string;
  /** 1: the broker's time, one for the whole batch. */
  readonly timestampType: number;
  readonly magicByte: number;
  readonly isControlBatch?: boolean;
}

/** Where the driver stands in a record. */
interface At {
  readonly buffer: Buffer;
  offset: number;
}

const LOG_APPEND_TIME = 1;

/**
 * A record of Kafka's format 2 as the driver reads it. The driver's own copies all headers for each header, and counts
 * offsets and times with big integers; both fit a number here, as Kafka's would have to pass 2^53 first.
 */
export function decodeRecord(from: At, batch: RecordBatchContext) {
  const reader = new VarintReader(from.buffer, from.offset);
  const attributes = reader.byte();
  const timestampDelta = reader.varint();
  const offsetDelta = reader.varint();
  const key = reader.bytes();
  const value = reader.bytes();
  const headers = readHeaders(reader);
  from.offset = reader.position;
  return {
    magicByte: batch.magicByte,
    attributes,
    timestamp:
      batch.timestampType === LOG_APPEND_TIME
        ? batch.maxTimestamp
        : String(Number(batch.firstTimestamp) + timestampDelta),
    offset: String(Number(batch.firstOffset) + offsetDelta),
    key,
    value,
    headers,
    isControlRecord: batch.isControlBatch ?? false,
    batchContext: batch,
  };
}

/** As texts, which is all anyone here takes them for; of a name given several times the last counts, as with Kafka's own. */
function readHeaders(reader: VarintReader): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (let left = reader.varint(); left > 0; left -= 1) {
    const name = reader.text();
    const value = reader.text();
    if (name !== undefined) headers[name] = value;
  }
  return headers;
}

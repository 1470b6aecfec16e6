import type { IHeaders } from 'kafkajs';
import { sizeOfVarint, writeVarint } from './varints';

type Bytes = Buffer | string | null | undefined;

/** A record as the driver hands it over, in its place within a batch. */
export interface RecordToWrite {
  readonly key?: Bytes;
  readonly value?: Bytes;
  readonly headers?: IHeaders;
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
}

/** What the driver takes for an encoder of its own: it copies the bytes into the batch. */
export interface WrittenRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

interface Field {
  readonly bytes: Bytes;
  /** -1 for none. */
  readonly length: number;
}

/**
 * A record of Kafka's format 2, byte for byte what the driver writes, into one buffer of the right size. The driver's own
 * fills half a kilobyte with zeros for the record and for each header, and costs ten times as much.
 */
export function encodeRecord({
  key,
  value,
  headers,
  offsetDelta = 0,
  timestampDelta = 0,
}: RecordToWrite): WrittenRecord {
  const body = [fieldOf(key), fieldOf(value)];
  const header = headerFields(headers);
  const headerCount = header.length / 2;
  let size = 1 + sizeOfVarint(timestampDelta) + sizeOfVarint(offsetDelta) + sizeOfVarint(headerCount);
  for (const field of body) size += sizeOfField(field);
  for (const field of header) size += sizeOfField(field);
  const buffer = Buffer.allocUnsafe(sizeOfVarint(size) + size);
  let at = writeVarint(buffer, 0, size);
  buffer[at++] = 0; // attributes: Kafka knows none for a record
  at = writeVarint(buffer, at, timestampDelta);
  at = writeVarint(buffer, at, offsetDelta);
  for (const field of body) at = writeField(buffer, at, field);
  at = writeVarint(buffer, at, headerCount);
  for (const field of header) at = writeField(buffer, at, field);
  return { buf: buffer, buffer };
}

/** A name and a value by turns; a name with several values stands before each. */
function headerFields(headers: IHeaders = {}): Field[] {
  const fields: Field[] = [];
  for (const name in headers) {
    const given = headers[name];
    if (Array.isArray(given)) for (const value of given) fields.push(fieldOf(name), fieldOf(value));
    else fields.push(fieldOf(name), fieldOf(given));
  }
  return fields;
}

function fieldOf(bytes: Bytes): Field {
  if (bytes === null || bytes === undefined) return { bytes, length: -1 };
  return { bytes, length: typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length };
}

function sizeOfField({ length }: Field): number {
  return sizeOfVarint(length) + Math.max(0, length);
}

function writeField(buffer: Buffer, start: number, { bytes, length }: Field): number {
  const at = writeVarint(buffer, start, length);
  if (typeof bytes === 'string') buffer.write(bytes, at, length, 'utf8');
  else if (bytes !== null && bytes !== undefined) bytes.copy(buffer, at);
  return at + Math.max(0, length);
}

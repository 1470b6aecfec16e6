import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Unavailable } from '@analytics/domain';
import type { S3Connection } from '../connection/s3-connection';
import { ObjectTooLarge } from '../errors/s3-errors';
import { translateError } from '../errors/translate-error';
import { infoOf, type ObjectInfo } from './object-info';

export interface ByteRange {
  /** First byte, from 0. */
  readonly from: number;
  /** First byte that is not read any more; the end of the object when absent. */
  readonly until?: number;
}

export interface ReadObject {
  readonly info: ObjectInfo;
  /** To be read to the end or destroyed: it holds a connection. */
  readonly body: Readable;
}

export async function readObject(
  connection: S3Connection,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  range?: ByteRange,
): Promise<ReadObject> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...rangeHeader(range), ChecksumMode: 'ENABLED' });
  const answer = await connection.run('get', (client) => client.send(command), key);
  const chunks = guarded(answer.Body as Readable, key, connection.config.tryTimeoutMs);
  return { info: infoOf(key, answer), body: Readable.from(chunks, { objectMode: false }) };
}

/** The whole object, which may not be larger than the limit: looked at before anything is read. */
export async function readBytes(
  connection: S3Connection,
  place: { readonly bucket: string; readonly key: string },
  limitBytes: number,
): Promise<Buffer> {
  const { info, body } = await readObject(connection, place);
  const chunks: Buffer[] = [];
  let bytes = info.bytes;
  try {
    if (bytes > limitBytes) throw new ObjectTooLarge(place.key, limitBytes);
    bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limitBytes) throw new ObjectTooLarge(place.key, limitBytes);
      chunks.push(chunk);
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks);
}

const rangeHeader = (range?: ByteRange): { Range?: string } =>
  range === undefined ? {} : { Range: `bytes=${range.from}-${range.until === undefined ? '' : range.until - 1}` };

/** The server may fall silent or go away in the middle; a slow reader on our side is no reason to give up. */
async function* guarded(source: Readable, key: string, silenceMs: number): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { value, done } = await within(silenceMs, source, chunks.next());
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    throw translateError(error, 'get', key);
  } finally {
    source.destroy();
  }
}

async function within<T>(silenceMs: number, source: Readable, next: Promise<T>): Promise<T> {
  const tooLong = () =>
    source.destroy(new Unavailable('S3', 1, { cause: new Error('silent in the middle of an object') }));
  const timer = setTimeout(tooLong, silenceMs);
  try {
    return await next;
  } finally {
    clearTimeout(timer);
  }
}

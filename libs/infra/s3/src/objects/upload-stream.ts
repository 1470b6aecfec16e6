import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { S3Connection } from '../connection/s3-connection';
import { writtenBytes } from '../s3.metrics';
import type { PutOptions } from './object-info';

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface PutStreamOptions extends PutOptions {
  /** Fails with `ObjectConflict` when the key is taken. */
  readonly once?: boolean;
}

export interface StoredStream {
  readonly etag: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Uploads bytes of unknown length in parts, a few at a time, and learns their number and checksum on the way. Nothing is to
 * be seen under the key before all is there; when anything fails the parts are thrown away.
 */
export async function uploadStream(
  connection: S3Connection,
  place: { readonly bucket: string; readonly key: string },
  source: ByteSource,
  options: PutStreamOptions,
): Promise<StoredStream> {
  const seen = new SeenBytes(source);
  const { partBytes, partsInFlight } = connection.config;
  const upload = new Upload({
    client: connection.client,
    queueSize: partsInFlight,
    partSize: partBytes,
    params: {
      Bucket: place.bucket,
      Key: place.key,
      Body: Readable.from(seen.chunks(), { objectMode: false }),
      ContentType: options.contentType,
      ChecksumAlgorithm: 'SHA256',
      ...(options.once === true ? { IfNoneMatch: '*' } : {}),
    },
  });
  const work = async (client: S3Client) => {
    try {
      return await upload.done();
    } catch (error) {
      await throwAway(client, place, upload.uploadId);
      // What our own source threw is the caller's to understand.
      throw seen.failure ?? error;
    }
  };
  const { ETag = '' } = await connection.run('put_stream', work, place.key);
  writtenBytes.inc(seen.bytes);
  return { etag: ETag, bytes: seen.bytes, sha256: seen.sha256() };
}

/** The SDK does so itself unless the last step failed; a second time does no harm, and the janitor finds what stays. */
async function throwAway(client: S3Client, { bucket, key }: { bucket: string; key: string }, uploadId?: string) {
  if (uploadId === undefined) return;
  await client
    .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }))
    .catch(() => undefined);
}

class SeenBytes {
  bytes = 0;
  failure?: unknown;
  private readonly hash = createHash('sha256');

  constructor(private readonly source: ByteSource) {}

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.source) {
        this.hash.update(chunk);
        this.bytes += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  sha256(): string {
    return this.hash.digest('hex');
  }
}

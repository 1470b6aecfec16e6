import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NotFound,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Connection } from '../connection/s3-connection';
import { writtenBytes } from '../s3.metrics';
import { abortUploads, deleteObjects } from './clean-up';
import { headObject } from './head-object';
import { type ListedObject, type ListOptions, listObjects } from './list-objects';
import type { ObjectInfo, PutOptions } from './object-info';
import { objectKey } from './object-key';
import { type AlreadyThere, putOnce, type Stored } from './put-once';
import { type ByteRange, type ReadObject, readBytes, readObject } from './read-object';
import { type ByteSource, type PutStreamOptions, type StoredStream, uploadStream } from './upload-stream';

const LONGEST_ADDRESS_SECONDS = 300;
const DELETED_AT_ONCE = 500;

export interface PresignOptions {
  /** How long the address may be used, at most (and by default) 5 minutes. */
  readonly seconds?: number;
  readonly contentType?: string;
  /** The name a browser saves the file under. */
  readonly downloadName?: string;
}

/** One bucket. An object is there whole or not at all; what was acknowledged stays. */
export class ObjectStore {
  constructor(
    private readonly connection: S3Connection,
    readonly bucket: string,
  ) {}

  /** Writes the key if it is free; otherwise says what is there. Repeating it is harmless. */
  putOnce(key: string, body: Buffer, options: PutOptions = {}): Promise<Stored | AlreadyThere> {
    return putOnce(this.connection, this.at(key), body, options);
  }

  /** Writes the key, over whatever is there. */
  async put(key: string, body: Buffer, { contentType }: PutOptions = {}): Promise<Stored> {
    const { bucket } = this.at(key);
    const digest = createHash('sha256').update(body).digest();
    const checksum = digest.toString('base64');
    const command = { Bucket: bucket, Key: key, Body: body, ContentType: contentType, ChecksumSHA256: checksum };
    const { ETag = '' } = await this.connection.run('put', (client) => client.send(new PutObjectCommand(command)), key);
    writtenBytes.inc(body.length);
    return { status: 'stored', etag: ETag, bytes: body.length, sha256: digest.toString('hex') };
  }

  /** Writes bytes of any number, keeping a few parts of them in memory. */
  putStream(key: string, source: ByteSource, options: PutStreamOptions = {}): Promise<StoredStream> {
    return uploadStream(this.connection, this.at(key), source, options);
  }

  /** Fails with `ObjectMissing` when nothing is there. */
  get(key: string, range?: ByteRange): Promise<ReadObject> {
    return readObject(this.connection, this.at(key), range);
  }

  /** The whole object, at most `limitBytes` of it (by default what the configuration says), else `ObjectTooLarge`. */
  getBytes(key: string, limitBytes = this.connection.config.readBytes): Promise<Buffer> {
    return readBytes(this.connection, this.at(key), limitBytes);
  }

  head(key: string): Promise<ObjectInfo | undefined> {
    return headObject(this.connection, this.at(key));
  }

  list(options: ListOptions = {}): AsyncIterable<ListedObject> {
    return listObjects(this.connection, this.bucket, options);
  }

  async delete(...keys: readonly string[]): Promise<void> {
    await deleteObjects(this.connection, this.bucket, keys.map(objectKey));
  }

  /** Deletes keys as they are told; a portion of them is in memory. */
  async deleteEach(keys: AsyncIterable<string>): Promise<void> {
    let portion: string[] = [];
    for await (const key of keys) {
      portion.push(key);
      if (portion.length < DELETED_AT_ONCE) continue;
      await this.delete(...portion);
      portion = [];
    }
    await this.delete(...portion);
  }

  /** Throws away uploads in parts that were begun before that instant and never completed; says how many. */
  abortUploads(begunBefore: Date): Promise<number> {
    return abortUploads(this.connection, this.bucket, begunBefore);
  }

  /** An address anybody may read the object under for a while. */
  presignGet(key: string, { downloadName, ...options }: PresignOptions = {}): Promise<string> {
    const disposition = downloadName === undefined ? undefined : attachment(downloadName);
    const place = { Bucket: this.at(key).bucket, Key: key };
    return this.presigned(new GetObjectCommand({ ...place, ResponseContentDisposition: disposition }), options);
  }

  /** An address anybody may write the object under for a while. */
  presignPut(key: string, options: PresignOptions = {}): Promise<string> {
    const place = { Bucket: this.at(key).bucket, Key: key };
    return this.presigned(new PutObjectCommand({ ...place, ContentType: options.contentType }), options);
  }

  /** Makes the bucket where it is missing. */
  async ensureBucket(): Promise<void> {
    const bucket = { Bucket: this.bucket };
    await this.connection.run('ensure_bucket', async (client) => {
      const there = await client.send(new HeadBucketCommand(bucket)).then(() => true, missing);
      if (!there) await client.send(new CreateBucketCommand(bucket)).catch(alreadyOurs);
    });
  }

  check(): Promise<void> {
    return this.connection.check(this.bucket);
  }

  private at(key: string): { readonly bucket: string; readonly key: string } {
    return { bucket: this.bucket, key: objectKey(key) };
  }

  private presigned(command: GetObjectCommand | PutObjectCommand, { seconds = 300 }: PresignOptions): Promise<string> {
    if (!(seconds > 0 && seconds <= LONGEST_ADDRESS_SECONDS)) {
      throw new RangeError(`an address can be used for 1 to ${LONGEST_ADDRESS_SECONDS} seconds`);
    }
    // Without the last option the type of the content would be free for who holds the address to choose.
    const signableHeaders = new Set(['content-type']);
    return getSignedUrl(this.connection.signer, command as never, { expiresIn: Math.ceil(seconds), signableHeaders });
  }
}

/** RFC 6266: a name of any language, and nothing of it can end the header. */
function attachment(name: string): string {
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}

function missing(error: unknown): false {
  if (error instanceof NotFound) return false;
  throw error;
}

function alreadyOurs(error: unknown): void {
  if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
}

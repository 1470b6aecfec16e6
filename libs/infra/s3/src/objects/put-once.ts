import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Unavailable } from '@analytics/domain';
import type { S3Connection } from '../connection/s3-connection';
import { ObjectConflict } from '../errors/s3-errors';
import { putOnceOutcomes, writtenBytes } from '../s3.metrics';
import { headObject } from './head-object';
import type { ObjectInfo, PutOptions } from './object-info';

export interface Stored {
  readonly status: 'stored';
  readonly etag: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface AlreadyThere {
  readonly status: 'already_there';
  readonly object: ObjectInfo;
  /** Whether it holds the very bytes that were to be written, as after a repeat. */
  readonly same: boolean;
}

/** A key is written once: the first writer wins, everybody else learns what is there. */
export async function putOnce(
  connection: S3Connection,
  place: { readonly bucket: string; readonly key: string },
  body: Buffer,
  { contentType }: PutOptions,
): Promise<Stored | AlreadyThere> {
  const digest = createHash('sha256').update(body).digest();
  const sha256 = digest.toString('hex');
  const command = {
    Bucket: place.bucket,
    Key: place.key,
    Body: body,
    ContentType: contentType,
    IfNoneMatch: '*',
    ChecksumSHA256: digest.toString('base64'),
  };
  for (let attempt = 1; ; attempt += 1) {
    const failure = await connection
      .run('put_once', (client) => client.send(new PutObjectCommand(command)), place.key)
      .then(({ ETag = '' }) => stored({ status: 'stored', etag: ETag, bytes: body.length, sha256 }), notFirst);
    if ('status' in failure) return failure;
    // Somebody was first, or two came at the same time, or the answer was lost: what is there now says what happened.
    const object = await headObject(connection, place);
    if (object !== undefined) return alreadyThere(object, sha256, body.length);
    if (attempt >= connection.config.attempts) throw failure;
    await sleep(50 * 2 ** attempt * (0.5 + Math.random()));
  }
}

function stored(outcome: Stored): Stored {
  putOnceOutcomes.inc({ outcome: 'stored' });
  writtenBytes.inc(outcome.bytes);
  return outcome;
}

function alreadyThere(object: ObjectInfo, sha256: string, bytes: number): AlreadyThere {
  const same = object.sha256 === sha256 && object.bytes === bytes;
  putOnceOutcomes.inc({ outcome: same ? 'same' : 'other' });
  return { status: 'already_there', object, same };
}

function notFirst(error: unknown): ObjectConflict | Unavailable {
  if (error instanceof ObjectConflict || error instanceof Unavailable) return error;
  throw error;
}

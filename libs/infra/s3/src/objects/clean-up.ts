import { AbortMultipartUploadCommand, DeleteObjectsCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { S3Connection } from '../connection/s3-connection';
import { DeleteIncomplete } from '../errors/s3-errors';

/** As many as one request may name. */
const KEYS_PER_REQUEST = 1_000;

/** A key that is not there counts as deleted. */
export async function deleteObjects(connection: S3Connection, bucket: string, keys: readonly string[]): Promise<void> {
  const left: string[] = [];
  for (let at = 0; at < keys.length; at += KEYS_PER_REQUEST) {
    const objects = keys.slice(at, at + KEYS_PER_REQUEST).map((key) => ({ Key: key }));
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } });
    const { Errors: errors = [] } = await connection.run('delete', (client) => client.send(command));
    left.push(...errors.map(({ Key = '' }) => Key));
  }
  if (left.length > 0) throw new DeleteIncomplete(left);
}

/** Throws away uploads begun before that instant and never completed: what a killed writer leaves. Says how many. */
export async function abortUploads(connection: S3Connection, bucket: string, begunBefore: Date): Promise<number> {
  let aborted = 0;
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const list: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({ Bucket: bucket, ...marker });
    const page = await connection.run('list_uploads', (client) => client.send(list));
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Initiated === undefined || Initiated >= begunBefore) continue;
      const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId });
      await connection.run('abort_upload', (client) => client.send(command));
      aborted += 1;
    }
    const more = page.IsTruncated === true;
    marker = more ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
  return aborted;
}

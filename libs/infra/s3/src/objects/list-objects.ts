import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { S3Connection } from '../connection/s3-connection';

export interface ListOptions {
  readonly prefix?: string;
  /** Only keys that come after this one. */
  readonly after?: string;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedAt: Date;
}

/** Objects in the order of their keys' bytes, page by page: as many are in memory as one page holds. */
export async function* listObjects(
  connection: S3Connection,
  bucket: string,
  { prefix, after }: ListOptions,
): AsyncGenerator<ListedObject> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      MaxKeys: connection.config.listPageKeys,
      ...(token === undefined ? { StartAfter: after } : { ContinuationToken: token }),
    });
    const page = await connection.run('list', (client) => client.send(command));
    for (const { Key = '', Size = 0, ETag = '', LastModified = new Date(0) } of page.Contents ?? []) {
      yield { key: Key, bytes: Size, etag: ETag, modifiedAt: LastModified };
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

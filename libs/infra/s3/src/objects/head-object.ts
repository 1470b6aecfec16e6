import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { S3Connection } from '../connection/s3-connection';
import { ObjectMissing } from '../errors/s3-errors';
import { infoOf, type ObjectInfo } from './object-info';

export async function headObject(
  connection: S3Connection,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<ObjectInfo | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
  try {
    return infoOf(key, await connection.run('head', (client) => client.send(command), key));
  } catch (error) {
    if (error instanceof ObjectMissing) return undefined;
    throw error;
  }
}

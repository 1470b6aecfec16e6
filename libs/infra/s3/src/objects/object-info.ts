import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';

/** What the server knows of an object. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly contentType?: string;
  /** SHA-256 of the whole content in hex; absent for an object that was uploaded in parts. */
  readonly sha256?: string;
}

export interface PutOptions {
  readonly contentType?: string;
}

export function infoOf(key: string, head: HeadObjectCommandOutput): ObjectInfo {
  return {
    key,
    bytes: head.ContentLength ?? 0,
    etag: head.ETag ?? '',
    modifiedAt: head.LastModified ?? new Date(0),
    ...(head.ContentType === undefined ? {} : { contentType: head.ContentType }),
    ...sha256Of(head.ChecksumSHA256),
  };
}

/** Of an object in parts the server gives a checksum of checksums, marked by a hyphen and the number of parts. */
function sha256Of(checksum: string | undefined): { sha256?: string } {
  if (checksum === undefined || checksum.includes('-')) return {};
  return { sha256: Buffer.from(checksum, 'base64').toString('hex') };
}

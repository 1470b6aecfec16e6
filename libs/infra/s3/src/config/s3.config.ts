import { Env } from '@analytics/service-kit';
import { IsBoolean, IsInt, IsString, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';

const MIB = 1024 * 1024;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** S3: the lake of raw events and the files of reports. */
export class S3Config {
  /** Address of the server, `http://host:port` or `https://host`. */
  @Env('S3_ENDPOINT_DATALAKE', { yaml: 's3_datalake.endpoint' })
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  endpoint: string;

  /** Name of the access key. */
  @Env('S3_ACCESS_KEY_DATALAKE', { yaml: 's3_datalake.access_key', secret: true })
  @IsString()
  @MinLength(1)
  accessKeyId: string;

  /** Secret of the access key. */
  @Env('S3_SECRET_KEY_DATALAKE', { yaml: 's3_datalake.secret_key', secret: true })
  @IsString()
  @MinLength(1)
  secretAccessKey: string;

  /** Region the server says it is in; requests signed for another one are refused. */
  @Env('S3_REGION_DATALAKE', { yaml: 's3_datalake.region' })
  @Matches(/^[a-z0-9-]{1,63}$/)
  region: string = 'us-east-1';

  /** Bucket of the lake. */
  @Env('S3_BUCKET_DATALAKE', { yaml: 's3_datalake.bucket_name' })
  @Matches(BUCKET)
  lakeBucket: string = 'lake';

  /** Bucket of reports and exports. */
  @Env('S3_BUCKET_REPORTS', { yaml: 's3_datalake.reports_bucket_name' })
  @Matches(BUCKET)
  reportsBucket: string = 'reports';

  /** Whether the bucket stands in the path instead of the host name, which most servers but Amazon's want. */
  @Env('S3_FORCE_PATH_STYLE_DATALAKE', { yaml: 's3_datalake.force_path_style' })
  @IsBoolean()
  forcePathStyle: boolean = true;

  /** Longest wait for a connection, in milliseconds. */
  @Env('S3_CONNECT_TIMEOUT_MS_DATALAKE', { yaml: 's3_datalake.connect_timeout_ms' })
  @IsInt()
  @Min(50)
  @Max(60_000)
  connectTimeoutMs: number = 2_000;

  /** Longest one try of a request may take until it is answered, and longest silence while an object is read, in milliseconds. */
  @Env('S3_TRY_TIMEOUT_MS_DATALAKE', { yaml: 's3_datalake.try_timeout_ms' })
  @IsInt()
  @Min(100)
  @Max(300_000)
  tryTimeoutMs: number = 20_000;

  /** How often a request is sent in all before it counts as failed. */
  @Env('S3_ATTEMPTS_DATALAKE', { yaml: 's3_datalake.attempts' })
  @IsInt()
  @Min(1)
  @Max(10)
  attempts: number = 3;

  /** Most connections to the server at the same time; further requests wait for one. */
  @Env('S3_MAX_CONNECTIONS_DATALAKE', { yaml: 's3_datalake.max_connections' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  maxConnections: number = 50;

  /** Size of the parts a stream is uploaded in, in bytes; 10 000 of them are the largest object. */
  @Env('S3_PART_BYTES_DATALAKE', { yaml: 's3_datalake.part_bytes' })
  @IsInt()
  @Min(5 * MIB)
  @Max(512 * MIB)
  partBytes: number = 8 * MIB;

  /** Parts of one stream that are in memory and on the way at the same time. */
  @Env('S3_PARTS_IN_FLIGHT_DATALAKE', { yaml: 's3_datalake.parts_in_flight' })
  @IsInt()
  @Min(1)
  @Max(32)
  partsInFlight: number = 4;

  /** Largest object that is read into memory as a whole, in bytes. */
  @Env('S3_READ_BYTES_DATALAKE', { yaml: 's3_datalake.read_bytes' })
  @IsInt()
  @Min(1)
  readBytes: number = 32 * MIB;

  /** Keys asked for at a time when objects are listed. */
  @Env('S3_LIST_PAGE_KEYS_DATALAKE', { yaml: 's3_datalake.list_page_keys' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  listPageKeys: number = 1_000;

  /** How long the readiness check waits for the server, in milliseconds. */
  @Env('S3_READY_TIMEOUT_MS_DATALAKE', { yaml: 's3_datalake.ready_timeout_ms' })
  @IsInt()
  @Min(50)
  @Max(60_000)
  readyTimeoutMs: number = 1_500;
}

import { Env } from '@analytics/service-kit';
import { ArrayMaxSize, IsArray, IsInt, IsString, Matches, Max, Min } from 'class-validator';

const MIB = 1024 * 1024;

/** Where events wait while Kafka is away, and the bound of everything there. */
export class SpoolConfig {
  /** Folder of the spool, of this process alone and on a disk that outlives it; empty turns the spool off, and events are refused while Kafka is away. */
  @Env('INGESTION_SPOOL_DIRECTORY', { yaml: 'spool.directory' })
  @IsString()
  directory: string = '';

  /** Keys of 32 bytes in base64 as a comma separated list: the first encrypts, all decrypt; without one a key is made beside the spool. */
  @Env('INGESTION_SPOOL_KEY', { secret: true })
  @IsArray()
  @ArrayMaxSize(8)
  @Matches(/^[A-Za-z0-9+/]{43}=$/, { each: true, message: 'each key must be 32 bytes in base64' })
  keys: string[] = [];

  /** Most bytes on disk; beyond it events are refused until Kafka is back. */
  @Env('INGESTION_SPOOL_BYTES', { yaml: 'spool.bytes' })
  @IsInt()
  @Min(65_536)
  maxBytes: number = 1024 * MIB;

  /** How long the oldest event may wait before new ones are refused, in milliseconds. */
  @Env('INGESTION_SPOOL_AGE_MS', { yaml: 'spool.age_ms' })
  @IsInt()
  @Min(1_000)
  maxAgeMs: number = 10 * 60_000;

  /** Size at which a new file is begun; the last whole file of a crash is sent again, so it bounds repeats too. */
  @Env('INGESTION_SPOOL_SEGMENT_BYTES')
  @IsInt()
  @Min(4_096)
  @Max(64 * MIB)
  segmentBytes: number = 8 * MIB;

  /** Most bytes in memory that wait for the disk or for the hand-over to Kafka. */
  @Env('INGESTION_SPOOL_QUEUE_BYTES')
  @IsInt()
  @Min(MIB)
  queueBytes: number = 64 * MIB;

  /** How long a stopping service goes on draining while Kafka takes records, in milliseconds; the rest waits for the next start. */
  @Env('INGESTION_SPOOL_STOP_MS')
  @IsInt()
  @Min(0)
  @Max(20_000)
  stopMs: number = 5_000;
}

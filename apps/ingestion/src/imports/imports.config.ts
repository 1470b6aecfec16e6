import { tmpdir } from 'node:os';
import path from 'node:path';
import { Env } from '@analytics/service-kit';
import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;

/** How files of old events are taken, and the bound of everything that can grow with them. */
export class ImportsConfig {
  /** Largest file as it is sent, in bytes. */
  @Env('INGESTION_IMPORT_BYTES', { yaml: 'imports.bytes' })
  @IsInt()
  @Min(1_024)
  bytes: number = 4_096 * MIB;

  /** Largest file as it is when it is not compressed, in bytes: a bomb is cut off here. */
  @Env('INGESTION_IMPORT_CONTENT_BYTES', { yaml: 'imports.content_bytes' })
  @IsInt()
  @Min(1_024)
  contentBytes: number = 16_384 * MIB;

  /** Most rows of one file. */
  @Env('INGESTION_IMPORT_ROWS', { yaml: 'imports.rows' })
  @IsInt()
  @Min(1)
  rows: number = 50_000_000;

  /** Most columns of a CSV or Parquet file. */
  @Env('INGESTION_IMPORT_COLUMNS', { yaml: 'imports.columns' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  columns: number = 500;

  /** How many imports of one key or service account may be open at a time. */
  @Env('INGESTION_IMPORTS_PER_SENDER', { yaml: 'imports.per_sender' })
  @IsInt()
  @Min(1)
  perSender: number = 4;

  /** How many files one process receives at a time; each takes a few parts of S3 in memory. */
  @Env('INGESTION_IMPORT_UPLOADS', { yaml: 'imports.uploads' })
  @IsInt()
  @Min(1)
  @Max(100)
  uploads: number = 4;

  /** Longest silence of a client in the middle of a file, in milliseconds. */
  @Env('INGESTION_IMPORT_SILENCE_MS', { yaml: 'imports.silence_ms' })
  @IsInt()
  @Min(100)
  silenceMs: number = 30_000;

  /** Rows a second that one process hands on, so that live events keep their way. */
  @Env('INGESTION_IMPORT_ROWS_PER_SECOND', { yaml: 'imports.rows_per_second' })
  @IsInt()
  @Min(1)
  rowsPerSecond: number = 5_000;

  /** Rows that are settled together; a worker that dies repeats at most so many. */
  @Env('INGESTION_IMPORT_BATCH_ROWS', { yaml: 'imports.batch_rows' })
  @IsInt()
  @Min(1)
  @Max(2_000)
  batchRows: number = 1_000;

  /** How old an imported event may be, in milliseconds. */
  @Env('INGESTION_IMPORT_TIME_BEHIND_MS', { yaml: 'imports.time_behind_ms' })
  @IsInt()
  @Min(DAY_MS)
  timeBehindMs: number = 3_653 * DAY_MS;

  /** After how much silence of its worker another one takes an import over, in milliseconds. */
  @Env('INGESTION_IMPORT_LEASE_MS', { yaml: 'imports.lease_ms' })
  @IsInt()
  @Min(1_000)
  leaseMs: number = 30_000;

  /** Pause between two looks for work, in milliseconds; 0 leaves the work to other processes. */
  @Env('INGESTION_IMPORT_POLL_MS', { yaml: 'imports.poll_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  pollMs: number = 1_000;

  /** How often an import may be begun without getting on before it counts as failed. */
  @Env('INGESTION_IMPORT_ATTEMPTS', { yaml: 'imports.attempts' })
  @IsInt()
  @Min(1)
  attempts: number = 5;

  /** Folder in which a Parquet file lies while it is read. */
  @Env('INGESTION_IMPORT_FOLDER', { yaml: 'imports.folder' })
  @IsString()
  @MinLength(1)
  folder: string = path.join(tmpdir(), 'analytics-imports');

  /** Most memory the reader of Parquet files may take, in bytes. */
  @Env('INGESTION_IMPORT_MEMORY_BYTES', { yaml: 'imports.memory_bytes' })
  @IsInt()
  @Min(64 * MIB)
  memoryBytes: number = 256 * MIB;

  /** How long a finished import and its verdicts are kept, in milliseconds; its file goes at once. */
  @Env('INGESTION_IMPORT_KEPT_MS', { yaml: 'imports.kept_ms' })
  @IsInt()
  @Min(DAY_MS)
  keptMs: number = 30 * DAY_MS;
}

import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BatchBounds } from '@analytics/infra-kafka';
import { Env } from '@analytics/service-kit';
import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;

/** The part of ingestion's configuration that speaks of the lake. */
export class LakeConfig implements BatchBounds {
  /** Most events of one batch of the lake. */
  @Env('INGESTION_LAKE_BATCH_ROWS', { yaml: 'lake.batch_rows' })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  batchRows: number = 100_000;

  /** Most bytes of one batch of the lake, as they come from Kafka. */
  @Env('INGESTION_LAKE_BATCH_BYTES', { yaml: 'lake.batch_bytes' })
  @IsInt()
  @Min(1_024)
  @Max(512 * MIB)
  batchBytes: number = 64 * MIB;

  /** How long a batch of the lake stays open for more events, in milliseconds. */
  @Env('INGESTION_LAKE_BATCH_MS', { yaml: 'lake.batch_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  batchMs: number = 60_000;

  /** Most bytes the lake's consumer holds over all partitions; beyond it open batches are closed early. */
  @Env('INGESTION_LAKE_IN_FLIGHT_BYTES', { yaml: 'lake.in_flight_bytes' })
  @IsInt()
  @Min(MIB)
  inFlightBytes: number = 128 * MIB;

  /** Folder in which files are made before they are stored; holds one batch at a time. */
  @Env('INGESTION_LAKE_FOLDER', { yaml: 'lake.folder' })
  @IsString()
  @MinLength(1)
  folder: string = path.join(tmpdir(), 'analytics-lake');

  /** Most memory the maker of files may take, in bytes. */
  @Env('INGESTION_LAKE_MEMORY_BYTES', { yaml: 'lake.memory_bytes' })
  @IsInt()
  @Min(64 * MIB)
  memoryBytes: number = 512 * MIB;

  /** Pause between two runs of the housekeeping, in milliseconds. */
  @Env('INGESTION_LAKE_TIDY_MS', { yaml: 'lake.tidy_ms' })
  @IsInt()
  @Min(1_000)
  tidyMs: number = HOUR_MS;

  /** Age from which a file that no manifest names is removed, in milliseconds. */
  @Env('INGESTION_LAKE_ORPHAN_MS', { yaml: 'lake.orphan_ms' })
  @IsInt()
  @Min(HOUR_MS)
  orphanMs: number = 24 * HOUR_MS;
}

import type { BatchBounds } from '@analytics/infra-kafka';
import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const MIB = 1024 * 1024;

/** The part of the stream processor's configuration that speaks of sessions, attribution and wishes. */
export class DerivedConfig implements BatchBounds {
  /** Most events whose subjects are computed anew at once. */
  @Env('STREAM_PROCESSOR_DERIVED_BATCH_ROWS', { yaml: 'derived.batch_rows' })
  @IsInt()
  @Min(1)
  @Max(50_000)
  batchRows: number = 10_000;

  /** Most bytes of one such batch, as they come from Kafka. */
  @Env('STREAM_PROCESSOR_DERIVED_BATCH_BYTES', { yaml: 'derived.batch_bytes' })
  @IsInt()
  @Min(1_024)
  @Max(64 * MIB)
  batchBytes: number = 16 * MIB;

  /** How long such a batch stays open for more events, in milliseconds; a subject met twice in it is computed once. */
  @Env('STREAM_PROCESSOR_DERIVED_BATCH_MS', { yaml: 'derived.batch_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  batchMs: number = 2_000;

  /** How long a batch waits for its facts to be stored before it is tried again later, in milliseconds. */
  @Env('STREAM_PROCESSOR_DERIVED_CONFIRM_WAIT_MS', { yaml: 'derived.confirm_wait_ms' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  confirmWaitMs: number = 5_000;

  /** Devices, sessions or wishes that are read and computed together; of those with long names fewer. */
  @Env('STREAM_PROCESSOR_DERIVED_SUBJECTS', { yaml: 'derived.subjects' })
  @IsInt()
  @Min(1)
  @Max(5_000)
  subjects: number = 5_000;

  /** How often rows are computed again because facts came in between, before the batch is tried again later. */
  @Env('STREAM_PROCESSOR_DERIVED_ROUNDS', { yaml: 'derived.rounds' })
  @IsInt()
  @Min(1)
  @Max(100)
  rounds: number = 5;
}

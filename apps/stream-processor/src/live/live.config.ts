import type { BatchBounds } from '@analytics/infra-kafka';
import type { LiveLimits } from '@analytics/infra-redis';
import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const MIB = 1024 * 1024;

/** The part of the stream processor's configuration that speaks of live numbers. */
export class LiveConfig implements BatchBounds, LiveLimits {
  /** Most events added to the live numbers at once: Redis does nothing else meanwhile. */
  @Env('STREAM_PROCESSOR_LIVE_BATCH_ROWS', { yaml: 'live.batch_rows' })
  @IsInt()
  @Min(1)
  @Max(20_000)
  batchRows: number = 2_000;

  /** Such batches that are added at a time, over all partitions. */
  @Env('STREAM_PROCESSOR_LIVE_BATCHES_AT_ONCE', { yaml: 'live.batches_at_once' })
  @IsInt()
  @Min(1)
  @Max(100)
  batchesAtOnce: number = 2;

  /** Most bytes of such a batch, as they come from Kafka. */
  @Env('STREAM_PROCESSOR_LIVE_BATCH_BYTES', { yaml: 'live.batch_bytes' })
  @IsInt()
  @Min(1_024)
  @Max(64 * MIB)
  batchBytes: number = 8 * MIB;

  /** How long such a batch stays open for more events, in milliseconds. */
  @Env('STREAM_PROCESSOR_LIVE_BATCH_MS', { yaml: 'live.batch_ms' })
  @IsInt()
  @Min(0)
  @Max(10_000)
  batchMs: number = 300;

  /** Most bytes the consumer of live numbers holds over all partitions. */
  @Env('STREAM_PROCESSOR_LIVE_IN_FLIGHT_BYTES', { yaml: 'live.in_flight_bytes' })
  @IsInt()
  @Min(MIB)
  inFlightBytes: number = 32 * MIB;

  /** Identities of counted events that are remembered in Redis for an hour, about 60 bytes each; with more events the memory is shorter. */
  @Env('STREAM_PROCESSOR_LIVE_IDENTITIES', { yaml: 'live.identities' })
  @IsInt()
  @Min(1_000)
  @Max(50_000_000)
  identities: number = 2_000_000;

  /** Least pause between two messages that live numbers have changed, in milliseconds. */
  @Env('STREAM_PROCESSOR_LIVE_TELL_MS', { yaml: 'live.tell_ms' })
  @IsInt()
  @Min(100)
  @Max(60_000)
  tellMs: number = 500;

  /** Pause between two looks at the live numbers where no event comes, in milliseconds. */
  @Env('STREAM_PROCESSOR_LIVE_TICK_MS', { yaml: 'live.tick_ms' })
  @IsInt()
  @Min(100)
  @Max(10_000)
  tickMs: number = 1_000;

  /** Age of a record from which live numbers count as stale until the backlog is done, in milliseconds. */
  @Env('STREAM_PROCESSOR_LIVE_LAG_MS', { yaml: 'live.lag_ms' })
  @IsInt()
  @Min(1_000)
  lagMs: number = 60_000;

  /** How long making the numbers anew waits for the warehouse to have stored what Kafka holds, in milliseconds; then it begins again. */
  @Env('STREAM_PROCESSOR_LIVE_STORED_MS', { yaml: 'live.stored_ms' })
  @IsInt()
  @Min(1_000)
  @Max(600_000)
  storedMs: number = 60_000;
}

import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** How the pipeline worker takes and holds runs. */
export class RunsConfig {
  /** How long a run is its worker's without being heard of, in milliseconds; then another one goes on with it. */
  @Env('PIPELINE_WORKER_LEASE_MS')
  @IsInt()
  @Min(300)
  @Max(600_000)
  leaseMs = 30_000;

  /** Pause between two looks for runs that are due, in milliseconds. */
  @Env('PIPELINE_WORKER_POLL_MS')
  @IsInt()
  @Min(10)
  @Max(60_000)
  pollMs = 1_000;

  /** Most runs one worker carries out at a time. */
  @Env('PIPELINE_WORKER_CONCURRENCY')
  @IsInt()
  @Min(1)
  @Max(16)
  concurrency = 2;

  /** Pause before a failed run is tried again, in milliseconds; it doubles with every attempt. */
  @Env('PIPELINE_WORKER_RETRY_MS')
  @IsInt()
  @Min(1)
  @Max(3_600_000)
  retryMs = 10_000;
}

import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class RegistryConfig {
  /** How often the schema registry is asked for changes, in milliseconds: a registered schema is active after this time. */
  @Env('INGESTION_SCHEMA_POLL_MS')
  @IsInt()
  @Min(50)
  @Max(4_000)
  pollMs = 1_000;

  /** How often it is written down which properties no schema describes, and which rules accepted events break, in milliseconds. */
  @Env('INGESTION_SCHEMA_COUNTS_MS')
  @IsInt()
  @Min(100)
  @Max(600_000)
  countsMs = 10_000;
}

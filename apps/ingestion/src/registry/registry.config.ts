import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class RegistryConfig {
  /** How often the schema registry is asked for changes, in milliseconds: a registered schema is active after this time. */
  @Env('INGESTION_SCHEMA_POLL_MS')
  @IsInt()
  @Min(50)
  @Max(4_000)
  pollMs = 1_000;

  /** How often it is written down which properties senders use that no schema describes, in milliseconds. */
  @Env('INGESTION_UNKNOWN_PROPERTIES_MS')
  @IsInt()
  @Min(100)
  @Max(600_000)
  propertiesMs = 10_000;
}

import type { BatchBounds } from '@analytics/infra-kafka';
import { Env } from '@analytics/service-kit';
import { IsArray, IsInt, Max, Min } from 'class-validator';

/** How ingestion judges, enriches and cleans what it reads from Kafka. */
export class IntakeConfig implements BatchBounds {
  /** Most events taken through the steps at once: everything else of the process waits for the longest step. */
  @Env('INGESTION_INTAKE_BATCH_ROWS')
  @IsInt()
  @Min(1)
  @Max(50_000)
  batchRows = 2_000;

  /** How long a batch of intake stays open while little is to be done, in milliseconds; under load longer, up to `KAFKA_BATCH_MS`. */
  @Env('INGESTION_INTAKE_QUIET_BATCH_MS')
  @IsInt()
  @Min(0)
  @Max(10_000)
  quietBatchMs = 200;

  /** Batches of events from HTTP, and as many of the platform's topics, that are taken in at a time; each holds a connection of PostgreSQL now and then. */
  @Env('INGESTION_INTAKE_BATCHES_AT_ONCE')
  @IsInt()
  @Min(1)
  @Max(100)
  batchesAtOnce = 4;

  /** How far off the clock of a device may be before its events are moved, in milliseconds. */
  @Env('INGESTION_CLOCK_TOLERANCE_MS')
  @IsInt()
  @Min(1_000)
  clockToleranceMs = 120_000;

  /** How many devices' clocks are remembered, about 150 bytes each; the one not seen for longest is judged anew. */
  @Env('INGESTION_CLOCK_DEVICES')
  @IsInt()
  @Min(1)
  @Max(5_000_000)
  clockDevices = 200_000;

  /** Account ids of the platform's staff, as a comma separated list: their events are marked and left out of what users do. */
  @Env('INGESTION_STAFF_ACCOUNTS', { secret: true })
  @IsArray()
  staffAccounts: string[] = [];

  /** How many network addresses' countries are remembered. */
  @Env('INGESTION_COUNTRY_MEMORY')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  countryMemory = 50_000;

  /** How many User-Agents' families are remembered. */
  @Env('INGESTION_AGENT_MEMORY')
  @IsInt()
  @Min(1)
  @Max(100_000)
  agentMemory = 5_000;

  /** How many accounts' last country and platform are remembered, about 200 bytes each. */
  @Env('INGESTION_LAST_KNOWN_ACCOUNTS')
  @IsInt()
  @Min(1)
  @Max(5_000_000)
  lastKnownAccounts = 200_000;

  /** How long what is remembered of an account is believed before it is read again, in milliseconds. */
  @Env('INGESTION_LAST_KNOWN_MS')
  @IsInt()
  @Min(0)
  lastKnownMs = 60_000;
}

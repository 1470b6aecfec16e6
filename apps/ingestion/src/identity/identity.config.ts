import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** How ingestion remembers the numbers of people. */
export class IdentityConfig {
  /** How many people's numbers are kept in memory, about 150 bytes each; the ones not seen for longest are forgotten first. */
  @Env('INGESTION_IDENTITY_MEMORY')
  @IsInt()
  @Min(2)
  @Max(10_000_000)
  memoryEntries = 400_000;

  /** How many people the vault is asked for at once; more are asked for in several rounds. */
  @Env('INGESTION_IDENTITY_ROUND')
  @IsInt()
  @Min(1)
  @Max(20_000)
  roundSize = 5_000;

  /** How long numbers in memory are believed before the vault is asked who was erased, in milliseconds. */
  @Env('INGESTION_ERASURES_FRESH_MS')
  @IsInt()
  @Min(0)
  @Max(60_000)
  erasuresFreshMs = 5_000;
}

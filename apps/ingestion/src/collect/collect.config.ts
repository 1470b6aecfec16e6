import { Env } from '@analytics/service-kit';
import { IsInt, Min } from 'class-validator';

/** What collecting keeps in memory. */
export class CollectConfig {
  /** How many events acknowledged lately are remembered, so that a repeat is answered `duplicate`. */
  @Env('INGESTION_RECENT_EVENTS')
  @IsInt()
  @Min(2)
  recentEvents: number = 100_000;
}

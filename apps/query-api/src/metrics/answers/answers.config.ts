import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** How long an answer may be given again, and whom it must not show. */
export class AnswersConfig {
  /** How long an answer is given again while no event came, in seconds: what is derived from events follows them later. */
  @Env('ANALYTICS_API_CACHE_FRESH_SECONDS')
  @IsInt()
  @Min(0)
  @Max(3_600)
  freshSeconds = 60;

  /** How long the warehouse must have stood still before an answer is given again for so long, in seconds: an event shows in one table before the other. Until then for 2 s. */
  @Env('ANALYTICS_API_CACHE_SETTLE_SECONDS')
  @IsInt()
  @Min(0)
  @Max(3_600)
  settleSeconds = 5;

  /** How old the last good answer may be that is given while the warehouse is away, in seconds. */
  @Env('ANALYTICS_API_CACHE_STALE_SECONDS')
  @IsInt()
  @Min(1)
  @Max(86_400)
  staleSeconds = 3_600;

  /** Fewest people a group must have for developers and marketing to see its number. */
  @Env('ANALYTICS_API_SMALL_CELL_PEOPLE')
  @IsInt()
  @Min(2)
  @Max(1_000)
  smallCellPeople = 10;
}

import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** How much of the warehouse questions may take, and when it is left alone. */
export class QuestionLimitsConfig {
  /** Questions computed at a time; others wait their turn. */
  @Env('ANALYTICS_API_CONCURRENT_QUESTIONS')
  @IsInt()
  @Min(1)
  @Max(1_000)
  concurrentQuestions = 4;

  /** Questions that may wait their turn; the next one is refused with 503 and `Retry-After`. */
  @Env('ANALYTICS_API_WAITING_QUESTIONS')
  @IsInt()
  @Min(0)
  @Max(10_000)
  waitingQuestions = 50;

  /** Longest a question waits its turn, in milliseconds; then it is refused in the same way. */
  @Env('ANALYTICS_API_WAIT_MS')
  @IsInt()
  @Min(1)
  @Max(60_000)
  waitMs = 10_000;

  /** Queries that take longer than this are logged with their statement's name, in milliseconds. */
  @Env('ANALYTICS_API_SLOW_QUERY_MS')
  @IsInt()
  @Min(1)
  slowQueryMs = 1_000;

  /** Queries the warehouse may leave unanswered within the window before it is left alone. */
  @Env('ANALYTICS_API_CIRCUIT_FAILURES')
  @IsInt()
  @Min(1)
  circuitFailures = 5;

  /** The window in which failures are counted, in milliseconds. */
  @Env('ANALYTICS_API_CIRCUIT_WINDOW_MS')
  @IsInt()
  @Min(1)
  circuitWindowMs = 10_000;

  /** How long the warehouse is left alone before one query tries it again, in milliseconds. */
  @Env('ANALYTICS_API_CIRCUIT_OPEN_MS')
  @IsInt()
  @Min(1)
  @Max(60_000)
  circuitOpenMs = 5_000;
}

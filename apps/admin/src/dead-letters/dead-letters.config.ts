import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const DAY_MS = 86_400_000;

/** The index of dead letters and the bound of everything that can grow with it. */
export class DeadLettersConfig {
  /** How long a record is kept after it was last heard of, in milliseconds; what it holds of the event is kept as long after it came. */
  @Env('ANALYTICS_ADMIN_DLQ_KEPT_MS', { yaml: 'dead_letters.kept_ms' })
  @IsInt()
  @Min(1_000)
  keptMs: number = 90 * DAY_MS;

  /** How often records that are too old are looked for, in milliseconds; 0 never does. */
  @Env('ANALYTICS_ADMIN_DLQ_TIDY_MS', { yaml: 'dead_letters.tidy_ms' })
  @IsInt()
  @Min(0)
  tidyMs: number = 3_600_000;

  /** How often the lake is given hours of dead letters it has not, in milliseconds; 0 never does. */
  @Env('ANALYTICS_ADMIN_DLQ_COPY_MS', { yaml: 'dead_letters.copy_ms' })
  @IsInt()
  @Min(0)
  @Max(86_400_000)
  copyMs: number = 300_000;

  /** How many records are removed by one statement. */
  @Env('ANALYTICS_ADMIN_DLQ_TIDY_ROWS', { yaml: 'dead_letters.tidy_rows' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  tidyRows: number = 2_000;

  /** How often it is asked whether somebody was erased whose refused events are kept, in milliseconds; 0 never does. */
  @Env('ANALYTICS_ADMIN_DLQ_ERASURES_MS', { yaml: 'dead_letters.erasures_ms' })
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  erasuresMs: number = 10_000;

  /** How many records are discarded in one transaction. */
  @Env('ANALYTICS_ADMIN_DLQ_DISCARD_ROWS', { yaml: 'dead_letters.discard_rows' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  discardRows: number = 1_000;

  /** Events larger than this many bytes wait in object storage, and the index points there. */
  @Env('ANALYTICS_ADMIN_DLQ_INLINE_BYTES', { yaml: 'dead_letters.inline_bytes' })
  @IsInt()
  @Min(0)
  inlineBytes: number = 32 * 1024;

  /** Most groups of a summary; `meta.truncated` says that there are more. */
  @Env('ANALYTICS_ADMIN_DLQ_GROUPS', { yaml: 'dead_letters.groups' })
  @IsInt()
  @Min(1)
  @Max(100_000)
  groups: number = 1_000;
}

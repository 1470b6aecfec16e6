import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

/** How the pipeline worker keeps its schedules. */
export class SchedulesConfig {
  /** Pause between two looks at the schedules, in milliseconds. */
  @Env('PIPELINE_WORKER_SCHEDULE_LOOK_MS')
  @IsInt()
  @Min(10)
  @Max(600_000)
  lookMs = 30_000;

  /** How late a run of a schedule may still begin, in milliseconds; what is older is left out. */
  @Env('PIPELINE_WORKER_SCHEDULE_MAKE_UP_MS')
  @IsInt()
  @Min(60_000)
  @Max(86_400_000)
  makeUpMs = 6 * 3_600_000;
}

import { lastOccurrence } from '@analytics/domain';
import { PipelineRunsStore } from '@analytics/infra-postgres';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { uuidFrom } from '../runs/run-requests';
import type { Schedule } from './schedules';
import { SchedulesConfig } from './schedules.config';

export const SCHEDULE_LIST = Symbol('SCHEDULE_LIST');

/** Writes a run into the log when its hour has come. Every worker does; the log takes one. */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Scheduler.name);
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly config: SchedulesConfig,
    @Inject(SCHEDULE_LIST) private readonly schedules: readonly Schedule[],
    private readonly runs: PipelineRunsStore,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), this.config.lookMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** An hour that passed while no worker lived is made up for, unless it is long ago. Says how many runs this call made. */
  async plan(now: Date): Promise<number> {
    let made = 0;
    for (const schedule of this.schedules) {
      const scheduledFor = lastOccurrence(schedule, now);
      if (now.getTime() - scheduledFor.getTime() > this.config.makeUpMs) continue;
      const { pipeline } = schedule;
      const id = uuidFrom(`${pipeline} ${scheduledFor.toISOString()}`);
      const parameters = schedule.parametersAt(scheduledFor);
      if (await this.runs.request({ id, pipeline, parameters, requestedBy: 'schedule', scheduledFor })) made += 1;
    }
    return made;
  }

  private async look(): Promise<void> {
    try {
      await this.plan(new Date());
    } catch (error) {
      this.logger.warn({ msg: 'the schedules were not looked at, the next look makes up for it', err: error });
    }
  }
}

import { ClickHouse, MartRebuild } from '@analytics/infra-clickhouse';
import { PipelineRunsStore } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { uuidFrom } from '../runs/run-requests';
import { SchedulesConfig } from '../schedules/schedules.config';
import { DirtyNotes } from './dirty-months';

/** Asks for a rebuild as soon as somebody wrote down that marts are due, and once a day again while they still are. */
@Injectable()
export class MartsDueWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MartsDueWatch.name);
  private readonly marts: MartRebuild;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly config: SchedulesConfig,
    clickhouse: ClickHouse,
    private readonly notes: DirtyNotes,
    private readonly runs: PipelineRunsStore,
  ) {
    // Only asked what is due: whoever rebuilds goes through the door.
    this.marts = new MartRebuild(clickhouse, () => Promise.reject(new Error('nothing is rebuilt here')));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), this.config.lookMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Every worker looks; what is due is asked for once. Says whether this call asked. */
  async ask(now: Date): Promise<boolean> {
    const { ids, months: dirty } = await this.notes.open();
    const due = (await this.marts.due()).map(({ month }) => month).filter((month) => month !== 0);
    const months = [...new Set([...dirty, ...due])].sort().map(nameOf);
    if (months.length === 0) return false;
    const id = uuidFrom(`marts due ${now.toISOString().slice(0, 10)} ${ids.at(-1) ?? ''} ${months.join()}`);
    return this.runs.request({ id, pipeline: 'rebuild-marts', parameters: { months }, requestedBy: 'marts due' });
  }

  private async look(): Promise<void> {
    try {
      await this.ask(new Date());
    } catch (error) {
      this.logger.warn({ msg: 'it was not looked which marts are due, the next look makes up for it', err: error });
    }
  }
}

const nameOf = (month: number): string => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;

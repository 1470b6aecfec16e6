import { PipelineRunsStore } from '@analytics/infra-postgres';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { lastSuccessAge, runsByStatus } from './runs.metrics';

const EVERY_MS = 15_000;

/** The log of runs as numbers for those who watch: how many of which status, how long ago one succeeded. */
@Injectable()
export class RunGauges implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RunGauges.name);
  private timer?: NodeJS.Timeout;

  constructor(private readonly runs: PipelineRunsStore) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.read(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async read(): Promise<void> {
    try {
      const counts = await this.runs.counts();
      runsByStatus.reset();
      for (const { pipeline, status, runs, lastSuccessAt } of counts) {
        runsByStatus.set({ pipeline, status }, runs);
        if (lastSuccessAt !== null) lastSuccessAge.set({ pipeline }, (Date.now() - lastSuccessAt.getTime()) / 1000);
      }
    } catch (error) {
      this.logger.warn({ msg: 'the runs were not counted', err: error });
    }
  }
}

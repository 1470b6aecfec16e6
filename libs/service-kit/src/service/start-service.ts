import { Logger } from '@nestjs/common';
import { JsonLogger } from '../logging/json-logger';
import type { ServiceConfig } from '../config/service.config';
import { createService } from './create-service';
import type { RunningService, ServiceOptions } from './service-options';
import { describeStartFailure } from './start-failure';

/** The one statement of every `main.ts`: starts the service and ties it to the process. */
export async function startService<C extends ServiceConfig>(options: ServiceOptions<C>): Promise<RunningService> {
  // Tied before it starts: a signal may come as soon as somebody reads that it has started.
  const tie = new ProcessTie();
  try {
    return (tie.service = await createService(options));
  } catch (error) {
    new JsonLogger({ service: options.name, level: 'error' }).fatal({
      msg: 'the service did not start',
      reason: describeStartFailure(error),
    });
    process.exit(1);
  }
}

/** Ends the service with its process, and the process when the service cannot go on. */
class ProcessTie {
  service?: RunningService;
  private readonly logger = new Logger('Service');
  private ending = false;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        this.logger.log({ msg: 'stopping', signal });
        void this.end(0);
      });
    }
    // After an error nobody expected the state is unknown: finish what runs, then let the supervisor start afresh.
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        if (this.ending) return;
        const err = error instanceof Error ? error : String(error);
        this.logger.fatal({ msg: 'an unexpected error, stopping', event, err });
        void this.end(1);
      });
    }
  }

  private async end(exitCode: number): Promise<void> {
    if (this.ending) process.exit(1);
    this.ending = true;
    // Nothing was taken yet by a service that is still starting: there is nothing to finish.
    const unfinished = (await this.service?.stop()) ?? [];
    if (unfinished.length > 0) this.logger.error({ msg: 'the stop did not finish', unfinished });
    process.exit(unfinished.length > 0 ? 1 : exitCode);
  }
}

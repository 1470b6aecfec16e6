import { Logger } from '@nestjs/common';
import { JsonLogger } from '../logging/json-logger';
import type { ServiceConfig } from '../config/service.config';
import { createService } from './create-service';
import type { RunningService, ServiceOptions } from './service-options';
import { describeStartFailure } from './start-failure';

/** The one statement of every `main.ts`: starts the service and ties it to the process. */
export async function startService<C extends ServiceConfig>(options: ServiceOptions<C>): Promise<RunningService> {
  try {
    const service = await createService(options);
    endWithProcess(service);
    return service;
  } catch (error) {
    new JsonLogger({ service: options.name, level: 'error' }).fatal({
      msg: 'the service did not start',
      reason: describeStartFailure(error),
    });
    process.exit(1);
  }
}

function endWithProcess(service: RunningService): void {
  const logger = new Logger('Service');
  let ending = false;
  const end = async (exitCode: number): Promise<void> => {
    if (ending) process.exit(1);
    ending = true;
    const unfinished = await service.stop();
    if (unfinished.length > 0) logger.error({ msg: 'the stop did not finish', unfinished });
    process.exit(unfinished.length > 0 ? 1 : exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.log({ msg: 'stopping', signal });
      void end(0);
    });
  }
  // After an error nobody expected the state is unknown: finish what runs, then let the supervisor start afresh.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      if (ending) return;
      logger.fatal({
        msg: 'an unexpected error, stopping',
        event,
        err: error instanceof Error ? error : String(error),
      });
      void end(1);
    });
  }
}

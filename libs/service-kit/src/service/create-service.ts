import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../config/load-config';
import type { ServiceConfig } from '../config/service.config';
import { ManagementServer } from '../health/management-server';
import { ReadinessRegistry } from '../health/readiness-registry';
import { JsonLogger } from '../logging/json-logger';
import { collectProcessMetrics } from '../metrics/process-metrics';
import { publishOpenApi } from '../openapi/openapi';
import { startTracing, type Tracing } from '../tracing/tracing';
import { createApp } from './create-app';
import { closeListener } from './stop/close-listener';
import type { CreateServiceOptions, RunningService } from './service-options';
import { stopInOrder, type StopStep } from './stop/stop-in-order';
import { connectTransport, type Transport } from './transports';

interface Built {
  readonly app: NestFastifyApplication;
  readonly config: ServiceConfig;
  readonly tracing: Tracing;
  readonly transports: readonly Transport[];
  readonly listener: StopStep;
}

/** Starts a service without touching the process: no signal handlers, no exit. What it throws left nothing running. */
export async function createService<C extends ServiceConfig>(
  options: CreateServiceOptions<C>,
): Promise<RunningService> {
  const config = loadConfig(options.config, options.env);
  const logger = new JsonLogger({ service: options.name, level: config.log.level, destination: options.logTo });
  Logger.overrideLogger(logger);
  collectProcessMetrics();
  const tracing = startTracing(options.name, config.tracing);
  let built: Built | undefined;
  try {
    const app = await createApp(options, config, logger);
    const transports = (options.transports ?? []).map((type) => connectTransport(app, type));
    built = { app, config, tracing, transports, listener: closeListener(app) };
    return await run(built, options);
  } catch (error) {
    await (built === undefined ? tracing.stop() : stop(built));
    throw error;
  }
}

async function run(built: Built, options: CreateServiceOptions): Promise<RunningService> {
  const { app, config, transports } = built;
  const managementUrl = await app.get(ManagementServer).listen();
  if (options.openApi !== undefined) await publishOpenApi(app, options.openApi);
  await app.init();
  const url = config.httpPort === undefined ? undefined : await listen(app, config.httpPort, config.bindAddress);
  await Promise.all(transports.map((transport) => transport.start()));
  new Logger('Service').log({ msg: 'started', url, managementUrl });
  let stopping: Promise<readonly string[]> | undefined;
  const stopOnce = () => (stopping ??= stop(built));
  return {
    app,
    managementUrl,
    get url() {
      if (url === undefined) throw new TypeError(`${options.name} has no public listener`);
      return url;
    },
    stop: stopOnce,
    close: async () => {
      const unfinished = await stopOnce();
      if (unfinished.length > 0) throw new Error(`did not stop in time: ${unfinished.join(', ')}`);
    },
  };
}

async function listen(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  const server = app.getHttpAdapter().getInstance();
  await server.listen({ port, host });
  const address = server.server.address() as AddressInfo;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${address.port}`;
}

/** Work in progress is finished before the stores it needs are let go of; management goes last, so that it can be watched. */
async function stop({ app, config, tracing, transports, listener }: Built): Promise<readonly string[]> {
  app.get(ReadinessRegistry).stop();
  await new Promise<void>((resolve) => setTimeout(resolve, config.shutdown.noticeMs));
  const take = [...transports.map(({ name, close }) => ({ name, run: close })), listener];
  const letGo = [{ name: 'modules', run: () => app.close() }];
  const last = [
    { name: 'traces', run: () => tracing.stop() },
    { name: 'management listener', run: () => app.get(ManagementServer).close() },
  ];
  return stopInOrder([take, letGo, last], config.shutdown.deadlineMs);
}

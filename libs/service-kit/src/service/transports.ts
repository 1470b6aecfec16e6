import { type INestMicroservice, Logger, type Type } from '@nestjs/common';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadinessRegistry } from '../health/readiness-registry';

const WAIT_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export interface Transport {
  readonly name: string;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Connects a transport strategy that the module provides; Nest closes it again with the app, so closing happens once. */
export function connectTransport(app: NestFastifyApplication, type: Type<CustomTransportStrategy>): Transport {
  const strategy = app.get(type, { strict: false });
  const close = strategy.close.bind(strategy);
  let closing: Promise<void> | undefined;
  strategy.close = () => (closing ??= Promise.resolve(close()).then(() => undefined));
  const microservice = app.connectMicroservice<MicroserviceOptions>({ strategy });
  const state = { started: false };
  app.get(ReadinessRegistry).register({
    name: type.name,
    check: () => (state.started ? Promise.resolve() : Promise.reject(new NotStarted())),
  });
  return {
    name: `transport ${type.name}`,
    start: () => start(microservice, type.name, state, () => closing !== undefined),
    close: () => strategy.close(),
  };
}

class NotStarted extends Error {
  override readonly name = 'not started';
}

/** Waits a while for the transport; one whose store is away goes on trying in the background, the service is just not ready. */
async function start(
  microservice: INestMicroservice,
  name: string,
  state: { started: boolean },
  isClosing: () => boolean,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => (timer = setTimeout(resolve, WAIT_MS)));
  const starting = keepStarting(microservice, name, isClosing).then(() => {
    state.started = true;
  });
  await Promise.race([starting, waited]);
  clearTimeout(timer);
}

async function keepStarting(microservice: INestMicroservice, name: string, isClosing: () => boolean): Promise<void> {
  const logger = new Logger('Transport');
  for (let pauseMs = FIRST_RETRY_MS; !isClosing(); pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
    try {
      await microservice.listen();
      return;
    } catch (error) {
      logger.warn({ msg: 'a transport did not start, trying again', transport: name, pauseMs, err: error });
      await new Promise<void>((resolve) => setTimeout(resolve, pauseMs).unref());
    }
  }
}

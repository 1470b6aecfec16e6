import type { DynamicModule, Type } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import type { ServiceConfig } from '../config/service.config';
import type { Environment } from '../config/yaml-file';
import type { OpenApiOptions } from '../openapi/openapi';

export interface ServiceOptions<C extends ServiceConfig = ServiceConfig> {
  /** The service's name in logs, traces and the API document. */
  readonly name: string;
  readonly module: Type<unknown> | DynamicModule;
  /** Loaded from the environment; it and each of its parts is injectable by class everywhere. */
  readonly config: new () => C;
  /** Taken from the module by class, started after the listeners, closed first. Closing twice must do no harm. */
  readonly transports?: readonly Type<CustomTransportStrategy>[];
  /** Publishes the API document and its page on the public listener. */
  readonly openApi?: OpenApiOptions;
}

/** What a test changes: its own environment, ports 0, and a place that the log goes to. */
export interface CreateServiceOptions<C extends ServiceConfig = ServiceConfig> extends ServiceOptions<C> {
  readonly env?: Environment;
  readonly logTo?: DestinationStream;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Address of the public listener; asking a service that has none is a mistake and throws. */
  readonly url: string;
  readonly managementUrl: string;
  /** Stops in order: not ready, transports and listener, modules, traces, management. Names what did not finish in time. */
  stop(): Promise<readonly string[]>;
  /** The same for tests, where something that hangs is an error. */
  close(): Promise<void>;
}

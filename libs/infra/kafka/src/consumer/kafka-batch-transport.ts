import { Inject, Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { ReadinessRegistry } from '@analytics/service-kit';
import { AdminSession } from '../driver/admin-session';
import { KafkaDriver } from '../driver/kafka-driver';
import { FlowBudget } from '../lane/flow-budget';
import type { BatchHandler, Outcome } from '../lane/outcome';
import { KafkaPort } from '../port/kafka-port';
import { type BatchConsumerOptions, KAFKA_BATCH_TRANSPORT } from './batch-consumer.decorator';
import { GroupConsumer } from './group-consumer';

/** Whether the app is ready without Kafka; unless something else is said it is not. */
export const KAFKA_OPTIONAL = Symbol('Kafka is optional');

class TwoHandlers extends Error {
  constructor(group: string) {
    super(`consumer group ${group} has two handlers: each record would be settled by one and missed by the other`);
    this.name = 'TwoHandlers';
  }
}

/**
 * Nest's way in for `@BatchConsumer` methods: `app.connectMicroservice({ strategy: app.get(KafkaBatchTransport) })`.
 * Nest's own Kafka transport hands over one message at a time and owns the offsets; this one hands over batches.
 */
@Injectable()
export class KafkaBatchTransport extends Server implements CustomTransportStrategy, OnModuleInit {
  override transportId = KAFKA_BATCH_TRANSPORT;
  /** The runner sees a handler's failure and decides; Nest need not watch for it. */
  override propagatesEventHandlerErrors = true;
  protected override readonly logger = new Logger(KafkaBatchTransport.name);
  private readonly consumers: GroupConsumer[] = [];
  private readonly errorListeners: ((error: Error) => void)[] = [];
  private failure?: Error;

  @Optional()
  @Inject(KAFKA_OPTIONAL)
  private readonly optional: boolean = false;

  constructor(
    private readonly driver: KafkaDriver,
    private readonly admin: AdminSession,
    private readonly port: KafkaPort,
    private readonly readiness: ReadinessRegistry,
    private readonly modules: ModuleRef,
  ) {
    super();
  }

  onModuleInit(): void {
    this.readiness.register({ name: 'kafka', check: () => this.check(), optional: this.optional });
  }

  listen(callback: (error?: unknown) => void): void {
    const doubled = [...this.messageHandlers].find(([, handler]) => handler.next !== undefined);
    if (doubled !== undefined) return callback(new TwoHandlers(doubled[0]));
    const budget = new FlowBudget(this.driver.config.inFlightBytes);
    const failed = (error: Error): void => this.fail(error);
    for (const handler of this.messageHandlers.values()) {
      const handle: BatchHandler = async (batch, context) =>
        lastValueFrom(this.transformToObservable(await handler(batch, context))) as Promise<Outcome[]>;
      const options = this.bounded(handler.extras as unknown as BatchConsumerOptions);
      const own = options.inFlightBytes === undefined ? budget : new FlowBudget(options.inFlightBytes);
      const around = { driver: this.driver, admin: this.admin, port: this.port, budget: own, failed };
      this.consumers.push(new GroupConsumer(options, handle, around));
    }
    for (const consumer of this.consumers) consumer.start();
    callback();
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.splice(0).map((consumer) => consumer.stop()));
  }

  /** `error` is emitted when a consumer cannot go on: the service says that it is not ready and should end. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- the signature is Nest's
  on<E extends string = string, C extends Function = Function>(event: E, callback: C): void {
    if (event !== 'error') return;
    const listener = callback as unknown as (error: Error) => void;
    this.errorListeners.push(listener);
    if (this.failure !== undefined) listener(this.failure);
  }

  unwrap<T>(): T {
    return this.driver as T;
  }

  private bounded(options: BatchConsumerOptions): BatchConsumerOptions {
    if (options.boundsFrom === undefined) return options;
    const bounds = this.modules.get(options.boundsFrom, { strict: false });
    const { batchRows, batchBytes, batchMs, quietBatchMs, inFlightBytes, batchesAtOnce } = bounds;
    return { ...options, batchRows, batchBytes, batchMs, quietBatchMs, inFlightBytes, batchesAtOnce };
  }

  private async check(): Promise<void> {
    await this.admin.use((client) => client.describeCluster());
    for (const consumer of this.consumers) consumer.assertReady();
  }

  private fail(error: Error): void {
    this.failure = error;
    this.logger.fatal({ msg: error.message, err: error.cause ?? error });
    for (const listener of this.errorListeners) listener(error);
    if (this.errorListeners.length === 0) this.endProcess(error);
  }

  // Nobody decides otherwise, and a service that looks alive but reads nothing is the worst of all: as an uncaught error
  // it makes the service stop in order and end with an exit code that has it started anew.
  private endProcess(error: Error): void {
    setImmediate(() => {
      throw error;
    });
  }
}

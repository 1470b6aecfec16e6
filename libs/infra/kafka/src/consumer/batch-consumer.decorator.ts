import {
  type ArgumentsHost,
  applyDecorators,
  Catch,
  type ExceptionFilter,
  type Type,
  UseFilters,
} from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

export const KAFKA_BATCH_TRANSPORT = Symbol('KAFKA_BATCH_TRANSPORT');

/** Bounds of one consumer's batches, where it needs others than the service's `KafkaConfig` gives. */
export interface BatchBounds {
  readonly batchRows?: number;
  readonly batchBytes?: number;
  readonly batchMs?: number;
  /** The same while batches are quickly done, so that records are not kept waiting where nothing is saved by it. */
  readonly quietBatchMs?: number;
  /** Bytes it may hold apart from all others: its long batches then keep nobody else from reading. */
  readonly inFlightBytes?: number;
  /** Batches handled at a time over all partitions; without it each partition's batch is. */
  readonly batchesAtOnce?: number;
}

export interface BatchConsumerOptions extends BatchBounds {
  /** The consumer group: its members share the partitions. One handler per group. */
  readonly group: string;
  /** Names, or a pattern: topics that match are picked up when they appear. */
  readonly topics: readonly string[] | RegExp;
  /** A part of the service's configuration that holds the bounds; it goes before those given here. */
  readonly boundsFrom?: Type<BatchBounds>;
}

/** Hands the error on as it is: Nest's own filter would log it, forget its class and answer "Internal server error". */
@Catch()
class HandOn implements ExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/** Undecorated, a handler would get the records only. */
const takesBatchAndContext: MethodDecorator = (target, method) => {
  Payload()(target, method, 0);
  Ctx()(target, method, 1);
};

/**
 * Makes a controller method the consumer of some topics: it gets batches of one partition in order, as
 * `(batch: Received[], context: BatchContext)`, and returns one outcome per record. What it throws is tried again.
 */
export function BatchConsumer(options: BatchConsumerOptions): MethodDecorator {
  const listens = EventPattern<string>(options.group, KAFKA_BATCH_TRANSPORT, { ...options });
  return applyDecorators(listens, UseFilters(HandOn), takesBatchAndContext);
}

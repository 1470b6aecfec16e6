import { type ArgumentsHost, applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

export const KAFKA_BATCH_TRANSPORT = Symbol('KAFKA_BATCH_TRANSPORT');

export interface BatchConsumerOptions {
  /** The consumer group: its members share the partitions. One handler per group. */
  readonly group: string;
  /** Names, or a pattern: topics that match are picked up when they appear. */
  readonly topics: readonly string[] | RegExp;
  /** Where this consumer needs other bounds than the service's configuration gives. */
  readonly batchRows?: number;
  readonly batchBytes?: number;
  readonly batchMs?: number;
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

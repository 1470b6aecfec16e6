import { KafkaConfig, KafkaPort } from '@analytics/infra-kafka';
import { ReadinessRegistry } from '@analytics/service-kit';
import { Logger, Module } from '@nestjs/common';
import { DirectSink } from './direct-sink';
import { EventSink } from './event-sink';
import { Spool } from './spool';
import { SpoolConfig } from './spool.config';
import { SpoolingSink } from './spooling-sink';

async function openSink(
  config: SpoolConfig,
  kafka: KafkaPort,
  { recordBytes }: KafkaConfig,
  readiness: ReadinessRegistry,
): Promise<EventSink> {
  if (config.directory === '') {
    new Logger('Spool').warn({ msg: 'there is no spool: while Kafka is away events are refused' });
    return new DirectSink(kafka);
  }
  const { queueBytes, stopMs } = config;
  const sink = new SpoolingSink(await Spool.open(config), kafka, { recordBytes, heldBytes: queueBytes, stopMs });
  readiness.register({ name: 'spool', check: () => sink.assertRoom() });
  return sink;
}

/** Gives the app its `EventSink`. */
@Module({
  providers: [
    { provide: EventSink, inject: [SpoolConfig, KafkaPort, KafkaConfig, ReadinessRegistry], useFactory: openSink },
  ],
  exports: [EventSink],
})
export class SpoolModule {}

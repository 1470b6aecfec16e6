import { type DynamicModule, type FactoryProvider, Global, Module } from '@nestjs/common';
import { KAFKA_OPTIONAL, KafkaBatchTransport } from './consumer/kafka-batch-transport';
import { AdminSession } from './driver/admin-session';
import { KafkaDriver } from './driver/kafka-driver';
import { DeadLetters } from './lane/dead-letters';
import { KafkaPort } from './port/kafka-port';
import { KafkaProducer } from './producer/kafka-producer';
import { TopicPartitions } from './producer/topic-partitions';
import { GroupPositions } from './ranges/group-positions';
import { KafkaRanges } from './ranges/kafka-ranges';

export interface KafkaOptions {
  /** Whether the app still does its job without Kafka: then it is shown, but does not make the app unready. */
  readonly optional: Pick<FactoryProvider<boolean>, 'inject' | 'useFactory'>;
}

/** Kafka for a service whose configuration has the part `KafkaConfig`. */
@Global()
@Module({
  providers: [
    KafkaDriver,
    AdminSession,
    TopicPartitions,
    { provide: KafkaPort, useClass: KafkaProducer },
    KafkaRanges,
    GroupPositions,
    DeadLetters,
    KafkaBatchTransport,
  ],
  exports: [KafkaPort, KafkaRanges, GroupPositions, DeadLetters, KafkaBatchTransport],
})
export class KafkaModule {
  static for({ optional }: KafkaOptions): DynamicModule {
    return { module: KafkaModule, providers: [{ provide: KAFKA_OPTIONAL, ...optional }] };
  }
}

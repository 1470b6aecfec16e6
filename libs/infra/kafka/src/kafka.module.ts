import { Global, Module } from '@nestjs/common';
import { KafkaBatchTransport } from './consumer/kafka-batch-transport';
import { AdminSession } from './driver/admin-session';
import { KafkaDriver } from './driver/kafka-driver';
import { KafkaPort } from './port/kafka-port';
import { KafkaProducer } from './producer/kafka-producer';
import { TopicPartitions } from './producer/topic-partitions';

/** Kafka for a service whose configuration has the part `KafkaConfig`. */
@Global()
@Module({
  providers: [
    KafkaDriver,
    AdminSession,
    TopicPartitions,
    { provide: KafkaPort, useClass: KafkaProducer },
    KafkaBatchTransport,
  ],
  exports: [KafkaPort, KafkaBatchTransport],
})
export class KafkaModule {}

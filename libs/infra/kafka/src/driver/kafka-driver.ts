// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient declaration, which no import brings to who compiles this file
/// <reference path="./kafkajs-snappy.d.ts" />
import { Injectable, Logger } from '@nestjs/common';
import { CompressionCodecs, CompressionTypes, Kafka, type LogEntry, logLevel } from 'kafkajs';
import LZ4Codec from '@2l/kafkajs-lz4';
import SnappyCodec from 'kafkajs-snappy';
import { compress, decompress } from '@mongodb-js/zstd';
import { type Codec, KafkaConfig } from '../config/kafka.config';
import { exchangeDriverParts } from './exchange-driver-parts';

exchangeDriverParts();
// The driver keeps its codecs in one table for the process: set here, where the driver is made, and nowhere else.
CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec;
CompressionCodecs[CompressionTypes.LZ4] = new LZ4Codec().codec;
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: ({ buffer }: { buffer: Buffer }) => compress(buffer),
  decompress,
});

const COMPRESSION: Record<Codec, CompressionTypes> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/** Makes clients of the kafkajs driver from our configuration; its types do not leave this library. */
@Injectable()
export class KafkaDriver {
  readonly kafka: Kafka;
  readonly compression: CompressionTypes;

  constructor(readonly config: KafkaConfig) {
    this.compression = COMPRESSION[config.codec];
    this.kafka = new Kafka({
      clientId: config.clientId,
      brokers: config.brokers,
      ssl: config.tls,
      connectionTimeout: config.connectTimeoutMs,
      authenticationTimeout: config.requestTimeoutMs,
      requestTimeout: config.requestTimeoutMs,
      logLevel: logLevel.ERROR,
      logCreator: () => toNestLogger,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, factor: 0.2, retries: 4 },
    });
  }

  /** The name a topic or group has at the broker. */
  named(name: string): string {
    return this.config.topicPrefix + name;
  }
}

const logger = new Logger('Kafka');

// The driver reports each lost connection and each refused request as an error, also those it recovers from: what it
// cannot recover from reaches us as a rejection, so here nothing is more than a remark.
function toNestLogger({ namespace, log }: LogEntry): void {
  const { message, error, groupId, broker } = log as LogEntry['log'] & Record<string, unknown>;
  logger.debug({ msg: `${namespace}: ${message}`, error, groupId, broker });
}

import type { Message, Producer, RecordMetadata } from 'kafkajs';
import type { KafkaDriver } from '../driver/kafka-driver';

/** One idempotent producer of the driver at a time; thrown away when it cannot be trusted any more. */
export class ProducerSession {
  private current?: Promise<Producer>;

  constructor(private readonly driver: KafkaDriver) {}

  async send(messages: ReadonlyMap<string, Message[]>, timeoutMs: number): Promise<RecordMetadata[]> {
    const producer = await this.connected();
    return producer.sendBatch({
      acks: -1,
      timeout: timeoutMs,
      compression: this.driver.compression,
      topicMessages: [...messages].map(([topic, list]) => ({ topic, messages: list })),
    });
  }

  /** The next send begins with a new producer id; what the old one still has under way may yet arrive. */
  discard(): void {
    const old = this.current;
    this.current = undefined;
    void old?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    await last?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async connected(): Promise<Producer> {
    const attempt = (this.current ??= this.connect());
    try {
      return await attempt;
    } catch (error) {
      if (this.current === attempt) this.current = undefined;
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.driver.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      metadataMaxAge: this.driver.config.metadataRefreshMs,
      // Every record comes with its partition: the driver would choose again in each of its retries.
      createPartitioner: () => (choice) => choice.message.partition!,
      // Bounded, against the driver's default for idempotent producers, which never gives up: a discarded producer
      // must come to rest by itself.
      retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 5 },
    });
    try {
      await producer.connect();
    } catch (error) {
      producer.disconnect().catch(() => undefined);
      throw error;
    }
    return producer;
  }
}

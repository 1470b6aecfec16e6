import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { injectTrace } from '@analytics/service-kit';
import type { KafkaConfig } from '../config/kafka.config';
import { BackOff } from '../driver/back-off';
import { verdictOn } from '../driver/driver-errors';
import { KafkaDriver } from '../driver/kafka-driver';
import { pause, within } from '../driver/waiting';
import { KafkaRefused, KafkaUnavailable, RecordTooLarge } from '../port/kafka-errors';
import { KafkaPort } from '../port/kafka-port';
import type { Outgoing, Sent } from '../port/kafka-records';
import { Partitioner } from './partitioner';
import { pendingBytes, producerLimitReached } from './producer.metrics';
import { RequestPump } from './request-pump';
import { type Pending, SendCall } from './send-call';
import { TopicPartitions } from './topic-partitions';

interface Prepared {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly bytes: number;
  readonly record: Outgoing;
}

/** Checks and numbers what callers send; the pump takes it to the brokers, many callers in one request. */
@Injectable()
export class KafkaProducer extends KafkaPort implements OnApplicationShutdown {
  private readonly config: KafkaConfig;
  private readonly partitioner = new Partitioner();
  private readonly pump: RequestPump;
  private readonly open = new Set<SendCall>();
  private waitingBytes = 0;
  private closed = false;

  constructor(
    private readonly driver: KafkaDriver,
    private readonly partitions: TopicPartitions,
  ) {
    super();
    this.config = driver.config;
    this.pump = new RequestPump(driver);
  }

  async send(records: readonly Outgoing[]): Promise<Sent[]> {
    if (records.length === 0) return [];
    const prepared = records.map((record) => this.prepare(record));
    const call = this.begin(prepared);
    const unknown = new Set(
      prepared.map(({ topic }) => topic).filter((topic) => this.partitions.of(topic) === undefined),
    );
    if (unknown.size === 0) this.pump.push(this.number(call, prepared));
    else void this.askThenPush(call, prepared, unknown);
    return call.answer;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const pending = Promise.allSettled([...this.open].map((call) => call.answer));
    await within(this.config.shutdownMs, pending);
    await this.pump.close();
  }

  // After the modules' own shutdown hooks, in which services may still send.
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private prepare(record: Outgoing): Prepared {
    const key = record.key === undefined || record.key === null ? null : Buffer.from(record.key);
    const value = record.value === null ? 0 : Buffer.byteLength(record.value);
    const headers = Object.entries(record.headers ?? {});
    // 64 bytes cover the numbers around a record.
    const bytes = 64 + (key?.length ?? 0) + value + headers.reduce((sum, [k, v]) => sum + k.length + v.length, 0);
    if (bytes > this.config.recordBytes) throw new RecordTooLarge(record.topic, bytes);
    return { topic: this.driver.named(record.topic), key, bytes, record };
  }

  private begin(prepared: readonly Prepared[]): SendCall {
    const bytes = prepared.reduce((sum, entry) => sum + entry.bytes, 0);
    if (this.closed) throw new KafkaUnavailable('not_sent');
    if (this.waitingBytes + bytes > this.config.pendingBytes) {
      producerLimitReached.inc();
      throw new KafkaUnavailable('not_sent');
    }
    const deadline = performance.now() + this.config.sendDeadlineMs;
    const call = new SendCall(prepared.length, bytes, deadline, (settled) => this.release(settled));
    this.open.add(call);
    this.count(bytes);
    return call;
  }

  private release(call: SendCall): void {
    this.open.delete(call);
    this.count(-call.bytes);
  }

  private count(bytes: number): void {
    this.waitingBytes += bytes;
    pendingBytes.inc(bytes);
  }

  private async askThenPush(call: SendCall, prepared: readonly Prepared[], topics: ReadonlySet<string>): Promise<void> {
    const backOff = new BackOff(this.config.backOffFirstMs, this.config.sendDeadlineMs);
    while (!call.settled) {
      try {
        await Promise.all([...topics].map((topic) => this.partitions.ask(topic)));
        return this.pump.push(this.number(call, prepared));
      } catch (error) {
        if (verdictOn(error) === 'refused') return call.fail(new KafkaRefused('topic metadata', { cause: error }));
        await pause(backOff.next());
      }
    }
  }

  private number(call: SendCall, prepared: readonly Prepared[]): Pending[] {
    return prepared.map(({ topic, key, bytes, record }, index) => {
      const partition = record.partition ?? this.partitioner.choose(topic, key, this.partitions.of(topic)!);
      const headers = injectTrace({ ...record.headers });
      const timestamp = record.timestampMs === undefined ? undefined : String(record.timestampMs);
      const value = record.value === null ? null : Buffer.from(record.value);
      return { call, index, topic, partition, bytes, message: { key, value, headers, partition, timestamp } };
    });
  }
}

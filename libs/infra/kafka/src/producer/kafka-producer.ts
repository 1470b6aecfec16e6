import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { injectTrace } from '@analytics/service-kit';
import type { KafkaConfig } from '../config/kafka.config';
import { BackOff } from '../driver/back-off';
import { verdictOn } from '../driver/driver-errors';
import { KafkaDriver } from '../driver/kafka-driver';
import { pause, within } from '../driver/waiting';
import { KafkaRefused, KafkaUnavailable, RecordTooLarge } from '../port/kafka-errors';
import { KafkaPort, type SendOptions } from '../port/kafka-port';
import type { Outgoing, Sent } from '../port/kafka-records';
import { Partitioner } from './partitioner';
import { RequestPump } from './request-pump';
import { type Pending, SendCall } from './send-call';
import { SendRoom } from './send-room';
import { TopicPartitions } from './topic-partitions';

interface Prepared {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly bytes: number;
  readonly record: Outgoing;
}

/** Topics whose partitions have to be known before the pump can be given their records. */
interface Question {
  readonly topics: ReadonlySet<string>;
  readonly pump: RequestPump;
}

/**
 * Checks and numbers what callers send; a pump takes it to the brokers, many callers in one request. Patient batches have a pump
 * of their own: who owes an answer does not stand behind them.
 */
@Injectable()
export class KafkaProducer extends KafkaPort implements OnApplicationShutdown {
  private readonly config: KafkaConfig;
  private readonly partitioner = new Partitioner();
  private readonly pump: RequestPump;
  private readonly patientPump: RequestPump;
  private readonly room: SendRoom;
  private readonly open = new Set<SendCall>();
  private closed = false;

  constructor(
    private readonly driver: KafkaDriver,
    private readonly partitions: TopicPartitions,
  ) {
    super();
    this.config = driver.config;
    this.pump = new RequestPump(driver);
    this.patientPump = new RequestPump(driver);
    this.room = new SendRoom(this.config.pendingBytes);
  }

  async send(records: readonly Outgoing[], { patient = false }: SendOptions = {}): Promise<Sent[]> {
    if (records.length === 0) return [];
    const prepared = records.map((record) => this.prepare(record));
    const bytes = prepared.reduce((sum, entry) => sum + entry.bytes, 0);
    if (this.closed || !(patient ? await this.room.waitFor(bytes, this.config.patientSendMs) : this.room.take(bytes))) {
      throw new KafkaUnavailable('not_sent');
    }
    const call = this.begin(prepared.length, bytes, patient);
    const pump = patient ? this.patientPump : this.pump;
    const unknown = new Set(
      prepared.map(({ topic }) => topic).filter((topic) => this.partitions.of(topic) === undefined),
    );
    if (unknown.size === 0) pump.push(this.number(call, prepared));
    else void this.askThenPush(call, prepared, { topics: unknown, pump });
    return call.answer;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.room.close();
    const { sendDeadlineMs, shutdownMs } = this.config;
    for (const call of this.open) call.hurry(sendDeadlineMs);
    const pending = Promise.allSettled([...this.open].map((call) => call.answer));
    await within(shutdownMs, pending);
    await Promise.all([this.pump.close(), this.patientPump.close()]);
  }

  // After the modules' own shutdown hooks, in which services may still send.
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private prepare(record: Outgoing): Prepared {
    const key = record.key === undefined || record.key === null ? null : Buffer.from(record.key);
    const value = record.value === null ? null : Buffer.from(record.value);
    // 64 bytes cover the numbers around a record.
    let bytes = 64 + (key?.length ?? 0) + (value?.length ?? 0);
    for (const name in record.headers) bytes += name.length + record.headers[name]!.length;
    if (bytes > this.config.recordBytes) throw new RecordTooLarge(record.topic, bytes);
    return { topic: this.driver.named(record.topic), key, value, bytes, record };
  }

  private begin(records: number, bytes: number, patient: boolean): SendCall {
    const { patientSendMs, sendDeadlineMs } = this.config;
    const deadline = performance.now() + (patient ? patientSendMs : sendDeadlineMs);
    const call = new SendCall(
      records,
      bytes,
      deadline,
      (settled) => this.release(settled),
      patient ? patientSendMs : 0,
    );
    this.open.add(call);
    return call;
  }

  private release(call: SendCall): void {
    this.open.delete(call);
    this.room.give(call.bytes);
  }

  private async askThenPush(call: SendCall, prepared: readonly Prepared[], { topics, pump }: Question): Promise<void> {
    const backOff = new BackOff(this.config.backOffFirstMs, this.config.sendDeadlineMs);
    while (!call.settled) {
      try {
        await Promise.all([...topics].map((topic) => this.partitions.ask(topic)));
        return pump.push(this.number(call, prepared));
      } catch (error) {
        if (verdictOn(error) === 'refused') return call.fail(new KafkaRefused('topic metadata', { cause: error }));
        await pause(backOff.next());
      }
    }
  }

  private number(call: SendCall, prepared: readonly Prepared[]): Pending[] {
    return prepared.map(({ topic, key, value, bytes, record }, index) => {
      const partition = record.partition ?? this.partitioner.choose(topic, key, this.partitions.of(topic)!);
      const headers = injectTrace({ ...record.headers });
      const timestamp = record.timestampMs === undefined ? undefined : String(record.timestampMs);
      return { call, index, topic, partition, bytes, message: { key, value, headers, partition, timestamp } };
    });
  }
}

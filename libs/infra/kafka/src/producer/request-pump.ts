import type { Message, RecordMetadata } from 'kafkajs';
import { BackOff } from '../driver/back-off';
import { verdictOn } from '../driver/driver-errors';
import type { KafkaDriver } from '../driver/kafka-driver';
import { pause, within } from '../driver/waiting';
import { KafkaRefused, RecordTooLarge } from '../port/kafka-errors';
import { produceErrors, produceSeconds, recordsProduced } from './producer.metrics';
import { ProducerSession } from './producer-session';
import type { Pending } from './send-call';
import { SendQueue } from './send-queue';

/**
 * Takes waiting records to the brokers, one request at a time: what arrives during a request travels in the next, so
 * many small sends become few large ones, and no record overtakes another of its partition.
 */
export class RequestPump {
  private readonly queue = new SendQueue();
  private readonly session: ProducerSession;
  private running = false;

  constructor(private readonly driver: KafkaDriver) {
    this.session = new ProducerSession(driver);
  }

  push(pending: readonly Pending[]): void {
    this.queue.push(pending);
    if (!this.running) void this.run();
  }

  async close(): Promise<void> {
    await this.session.close();
  }

  private async run(): Promise<void> {
    const { lingerMs, requestRecords, requestBytesPerPartition } = this.driver.config;
    const limits = { records: requestRecords, bytesPerPartition: requestBytesPerPartition };
    this.running = true;
    try {
      while (!this.queue.empty) {
        // Even without lingering, sends of the same turn of the event loop travel together.
        await (lingerMs > 0 ? pause(lingerMs) : new Promise(setImmediate));
        await this.deliver(this.queue.take(limits));
      }
    } finally {
      // In the same turn in which the queue was seen empty: a push of a later one would find nobody who takes it.
      this.running = false;
    }
  }

  private async deliver(request: readonly Pending[]): Promise<void> {
    const { backOffFirstMs, sendDeadlineMs } = this.driver.config;
    const backOff = new BackOff(backOffFirstMs, sendDeadlineMs);
    for (;;) {
      const waiting = request.filter(({ call }) => !call.settled);
      if (waiting.length === 0) return;
      const failure = await this.attempt(waiting);
      if (failure === undefined) return;
      const verdict = verdictOn(failure);
      produceErrors.inc({ verdict });
      if (verdict === 'too_large' || verdict === 'refused') return this.refuse(waiting, failure);
      if (verdict === 'new_producer') this.session.discard();
      await pause(backOff.next());
    }
  }

  /** Undefined when acknowledged, or when no caller waits any more; otherwise what the driver said. */
  private async attempt(waiting: readonly Pending[]): Promise<unknown> {
    const started = performance.now();
    const leftMs = Math.max(...waiting.map(({ call }) => call.deadline)) - started;
    for (const { call } of waiting) call.handedOver = true;
    try {
      const answer = await within(leftMs, this.session.send(byTopic(waiting), Math.ceil(Math.max(leftMs, 1))));
      if (answer === undefined) {
        // Past the deadline the driver is still trying: its producer is left behind, so that it holds up nobody.
        produceErrors.inc({ verdict: 'deadline' });
        this.session.discard();
        return undefined;
      }
      produceSeconds.observe((performance.now() - started) / 1_000);
      acknowledge(waiting, answer.value, this.driver.config.topicPrefix.length);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** One caller's bad record must not fail the others of its request: each is sent again by itself. */
  private async refuse(waiting: readonly Pending[], failure: unknown): Promise<void> {
    const calls = [...new Set(waiting.map(({ call }) => call))];
    if (calls.length > 1) {
      for (const call of calls) await this.deliver(waiting.filter((entry) => entry.call === call));
      return;
    }
    const { topic } = waiting[0]!;
    const tooLarge = verdictOn(failure) === 'too_large';
    const options = { cause: failure };
    calls[0]!.fail(tooLarge ? new RecordTooLarge(topic, undefined, options) : new KafkaRefused('produce', options));
  }
}

function byTopic(pending: readonly Pending[]): Map<string, Message[]> {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of pending) {
    const list = topics.get(topic);
    if (list === undefined) topics.set(topic, [message]);
    else list.push(message);
  }
  return topics;
}

/** The broker tells the first offset of each partition; records of a partition follow each other without a gap. */
function acknowledge(pending: readonly Pending[], answer: readonly RecordMetadata[], prefixLength: number): void {
  const next = new Map<string, bigint>();
  for (const { topicName, partition, baseOffset } of answer) {
    next.set(`${topicName}/${partition}`, BigInt(baseOffset ?? -1));
  }
  for (const { call, index, topic, partition } of pending) {
    const lane = `${topic}/${partition}`;
    const offset = next.get(lane) ?? -1n;
    next.set(lane, offset + 1n);
    const name = topic.slice(prefixLength);
    recordsProduced.inc({ topic: name });
    call.acknowledge(index, { topic: name, partition, offset });
  }
  for (const call of new Set(pending.map(({ call }) => call))) call.progressed();
}

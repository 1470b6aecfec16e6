import { randomUUID } from 'node:crypto';
import { type Assigner, AssignerProtocol, type Consumer, type EachBatchPayload } from 'kafkajs';
import type { KafkaDriver } from '../driver/kafka-driver';
import type { Weighed } from '../lane/batch-buffer';
import { weigh } from '../lane/received';
import type { Received } from '../port/kafka-records';
import { RangeExpired, type WantedRange } from './range-errors';

export interface ReadPart {
  readonly records: readonly Received[];
  /** Whether the range ended before the bytes did. */
  readonly whole: boolean;
}

/** Gives its only member the one partition that is wanted, instead of all of the topic. */
const only = (topic: string, partition: number): Assigner => ({
  name: 'OnePartition',
  version: 0,
  assign: ({ members }) =>
    Promise.resolve(
      members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 0,
          assignment: { [topic]: [partition] },
          userData: Buffer.alloc(0),
        }),
      })),
    ),
  protocol: ({ topics }) => ({
    name: 'OnePartition',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
});

/**
 * One reading of one range. The driver only reads as a member of a group, so it joins one of its own, which holds no offsets
 * and is removed afterwards.
 */
export class RangeReading {
  private readonly groupId: string;
  private readonly consumer: Consumer;
  private readonly brokerTopic: string;
  private readonly records: Received[] = [];
  private bytes = 0;
  private done: (part: ReadPart) => void = () => undefined;
  private failed: (error: Error) => void = () => undefined;

  constructor(
    driver: KafkaDriver,
    private readonly range: WantedRange,
    private readonly maxBytes: number,
  ) {
    const { config } = driver;
    this.brokerTopic = driver.named(range.topic);
    this.groupId = driver.named(`ranges.${randomUUID()}`);
    this.consumer = driver.kafka.consumer({
      groupId: this.groupId,
      partitionAssigners: [() => only(this.brokerTopic, range.partition)],
      allowAutoTopicCreation: false,
      maxBytesPerPartition: config.fetchBytesPerPartition,
      maxBytes: config.fetchBytesPerPartition * 2,
      maxWaitTimeInMs: 50,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  async run(): Promise<ReadPart> {
    const read = new Promise<ReadPart>((resolve, reject) => {
      this.done = resolve;
      this.failed = reject;
    });
    read.catch(() => undefined);
    const { GROUP_JOIN, CRASH } = this.consumer.events;
    this.consumer.on(CRASH, ({ payload }) => this.failed(payload.error));
    this.consumer.on(GROUP_JOIN, () => this.seek());
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [this.brokerTopic], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => Promise.resolve(this.take(payload)),
    });
    return read;
  }

  /** Leaves the group and has it forgotten. */
  async end(): Promise<string> {
    await this.consumer.disconnect().catch(() => undefined);
    return this.groupId;
  }

  private seek(): void {
    const { partition, from } = this.range;
    this.consumer.seek({ topic: this.brokerTopic, partition, offset: String(from) });
  }

  private take({ batch, resolveOffset }: EachBatchPayload): void {
    const { topic, partition, from, to } = this.range;
    for (const message of batch.messages) {
      const offset = BigInt(message.offset);
      if (offset < from) continue;
      // The driver goes to the oldest record by itself when the wanted one expires under its hands.
      if (this.records.length === 0 && offset > to) return this.failed(new RangeExpired(this.range, offset));
      if (offset > to) return this.done({ records: this.records, whole: true });
      if (!this.hold(weigh(topic, partition, message))) return this.done({ records: this.records, whole: false });
      if (offset === to) return this.done({ records: this.records, whole: true });
    }
    const last = batch.messages.at(-1)?.offset;
    if (last !== undefined) resolveOffset(last);
  }

  /** The first record is held however large it is. */
  private hold({ record, bytes }: Weighed): boolean {
    if (this.records.length > 0 && this.bytes + bytes > this.maxBytes) return false;
    this.bytes += bytes;
    this.records.push(record);
    return true;
  }
}

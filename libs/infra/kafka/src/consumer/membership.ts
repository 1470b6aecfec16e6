import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { KafkaDriver } from '../driver/kafka-driver';

export interface MembershipEvents {
  joined(assignment: Readonly<Record<string, number[]>>): void;
  /** From here on nothing is ours until `joined` is called again. */
  revoked(): void;
  heard(): void;
  fetched(): void;
  batch(payload: EachBatchPayload): void;
  crashed(error: Error): void;
}

/** One consumer of the driver, from joining its group to leaving it. Never restarted: a crashed one is replaced. */
export class Membership {
  private readonly consumer: Consumer;
  /** The driver has left the group, by a crash or by us. It throws at whoever steers it then; whoever lost it hears of it anyway. */
  private left = false;
  private commitNow?: EachBatchPayload['commitOffsetsIfNecessary'];

  constructor(
    driver: KafkaDriver,
    group: string,
    private readonly events: MembershipEvents,
  ) {
    const { config } = driver;
    this.consumer = driver.kafka.consumer({
      groupId: driver.named(group),
      sessionTimeout: config.sessionTimeoutMs,
      rebalanceTimeout: config.rebalanceTimeoutMs,
      heartbeatInterval: config.heartbeatMs,
      metadataMaxAge: config.metadataRefreshMs,
      allowAutoTopicCreation: false,
      maxBytesPerPartition: config.fetchBytesPerPartition,
      maxBytes: config.fetchBytesPerPartition * 2,
      // Stopping and pausing wait for the open fetch.
      maxWaitTimeInMs: 100,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 1_000,
        retries: 4,
        restartOnFailure: () => Promise.resolve(false),
      },
    });
    this.listen();
  }

  async join(topics: string[]): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics, fromBeginning: true });
    // The callback only takes the records over, so the driver goes round its loop (fetch, heartbeat) all the time,
    // however long a handler works; a slow partition holds up no other.
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => {
        this.commitNow = payload.commitOffsetsIfNecessary;
        this.events.batch(payload);
        return Promise.resolve();
      },
    });
  }

  seek(topic: string, partition: number, offset: bigint): void {
    if (!this.left) this.consumer.seek({ topic, partition, offset: String(offset) });
  }

  pause(topic: string, partition: number): void {
    if (!this.left) this.consumer.pause([{ topic, partitions: [partition] }]);
  }

  resume(topic: string, partition: number): void {
    if (!this.left) this.consumer.resume([{ topic, partitions: [partition] }]);
  }

  /**
   * Not by the driver's `commitOffsets`: that one repeats a failed commit by itself, after a rebalance under the new
   * generation and for a partition that somebody else has by now. This one carries the generation of the moment.
   */
  async commit(topic: string, partition: number, offset: bigint): Promise<void> {
    await this.commitNow?.({ topics: [{ topic, partitions: [{ partition, offset: String(offset) }] }] });
  }

  async leave(): Promise<void> {
    await this.consumer.disconnect();
  }

  private listen(): void {
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, FETCH, CRASH, STOP } = this.consumer.events;
    this.consumer.on(STOP, () => (this.left = true));
    this.consumer.on(GROUP_JOIN, ({ payload }) => this.events.joined(payload.memberAssignment));
    this.consumer.on(REBALANCING, () => this.events.revoked());
    this.consumer.on(HEARTBEAT, () => this.events.heard());
    this.consumer.on(FETCH, () => this.events.fetched());
    this.consumer.on(CRASH, ({ payload }) => this.events.crashed(payload.error));
  }
}

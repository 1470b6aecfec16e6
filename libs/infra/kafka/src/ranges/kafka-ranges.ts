import { Injectable } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import type { Admin } from 'kafkajs';
import { AdminSession } from '../driver/admin-session';
import { BackOff } from '../driver/back-off';
import { verdictOn } from '../driver/driver-errors';
import { KafkaDriver } from '../driver/kafka-driver';
import { pause, within } from '../driver/waiting';
import { KafkaRefused, KafkaUnavailable } from '../port/kafka-errors';
import type { Received } from '../port/kafka-records';
import { PartitionUnknown, RangeBeyondEnd, RangeExpired, RangeTooLarge, type WantedRange } from './range-errors';
import { type ReadPart, RangeReading } from './range-reading';

export interface Watermarks {
  /** The oldest offset that is kept. */
  readonly low: bigint;
  /** The offset the next record will get. */
  readonly high: bigint;
}

export interface RangeLimits {
  readonly maxBytes?: number;
}

const MIB = 1024 * 1024;
const READ_MS = 60_000;
const BOUNDS_TRIES = 4;

/** Reads what is known by its offsets, beside any group: to finish, prove or repair what was done with it before. */
@Injectable()
export class KafkaRanges {
  constructor(
    private readonly driver: KafkaDriver,
    private readonly admin: AdminSession,
  ) {}

  /** The bounds of a partition at this moment. */
  async watermarks(topic: string, partition: number): Promise<Watermarks> {
    const found = (await this.allWatermarks(topic)).get(partition);
    if (found === undefined) throw new PartitionUnknown(topic, partition);
    return found;
  }

  /** The bounds of every partition at this moment. */
  async allWatermarks(topic: string): Promise<ReadonlyMap<number, Watermarks>> {
    const offsets = await this.asked(() => this.bounds(topic));
    return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
  }

  /** Every record of exactly this range, both ends included; never a part of it. */
  async read(range: WantedRange, { maxBytes = 128 * MIB }: RangeLimits = {}): Promise<Received[]> {
    const { records, whole } = await this.part(range, maxBytes);
    if (!whole) throw new RangeTooLarge(range, maxBytes);
    return [...records];
  }

  /** The records from the beginning of the range, as many as fit; at least one. */
  async readSome(range: WantedRange, { maxBytes = 16 * MIB }: RangeLimits = {}): Promise<Received[]> {
    return [...(await this.part(range, maxBytes)).records];
  }

  private async part(range: WantedRange, maxBytes: number): Promise<ReadPart> {
    if (range.from > range.to) throw new RangeError('a range begins before it ends');
    const { low, high } = await this.watermarks(range.topic, range.partition);
    if (range.from < low) throw new RangeExpired(range, low);
    if (range.to >= high) throw new RangeBeyondEnd(range, high);
    return this.asked(() => this.reading(range, maxBytes));
  }

  private async reading(range: WantedRange, maxBytes: number): Promise<ReadPart> {
    const reading = new RangeReading(this.driver, range, maxBytes);
    try {
      const read = await within(READ_MS, reading.run());
      if (read === undefined) throw new KafkaUnavailable('not_sent');
      return read.value;
    } finally {
      const group = await reading.end();
      // A group without members and offsets is forgotten by the brokers too, only later.
      await this.admin.use((admin) => admin.deleteGroups([group])).catch(() => undefined);
    }
  }

  // The driver gives up at once where a partition is between two leaders (a topic just made, a broker that comes back), and
  // the failure of another's question takes the connection they share: both are over before a batch need wait for it.
  private async bounds(topic: string): ReturnType<Admin['fetchTopicOffsets']> {
    const backOff = new BackOff(100, 1_000);
    for (let tries = 1; ; tries++) {
      try {
        return await this.admin.use((admin) => admin.fetchTopicOffsets(this.driver.named(topic)));
      } catch (error) {
        if (tries === BOUNDS_TRIES || verdictOn(error) !== 'retry') throw error;
        await pause(backOff.next());
      }
    }
  }

  private async asked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if (verdictOn(error) === 'refused') throw new KafkaRefused('reading a range', { cause: error });
      throw new KafkaUnavailable('not_sent', { cause: error });
    }
  }
}

import type { EachBatchPayload } from 'kafkajs';
import { within } from '../driver/waiting';
import { Lane, type LaneOptions } from '../lane/lane';
import type { LaneLag } from '../lane/lane.metrics';
import { weigh } from '../lane/received';
import type { Membership } from './membership';

type Shared = Omit<LaneOptions, 'topic' | 'partition' | 'commit' | 'changed'>;

interface Seat {
  readonly brokerTopic: string;
  readonly partition: number;
  readonly lane: Lane;
  paused: boolean;
}

/** The partitions a member has at present, and the flow of records into them. */
export class Lanes {
  private seats = new Map<string, Seat>();
  /** Ends of the lanes by partition, also of past generations: a partition has one handler at a time in this process. */
  private readonly ends = new Map<string, Promise<void>>();

  constructor(private readonly prefixLength: number) {}

  /** Replaces the lanes by those of a new generation; the old ones end with theirs. */
  assign(assignment: Readonly<Record<string, number[]>>, membership: Membership, shared: Shared): void {
    for (const seat of this.seats.values()) this.release(seat, membership);
    this.seats = new Map();
    for (const [brokerTopic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) this.seat(brokerTopic, partition, membership, shared);
    }
  }

  /** From here the partition's records are taken. */
  open(brokerTopic: string, partition: number): void {
    this.seats.get(keyOf(brokerTopic, partition))?.lane.open();
  }

  /** Takes a fetched batch over; one that does not belong to the present lanes is left, and fetched again by who has it. */
  take({ batch, isStale, resolveOffset }: EachBatchPayload): void {
    const seat = this.seats.get(keyOf(batch.topic, batch.partition));
    if (seat === undefined || !seat.lane.accepting || isStale()) return;
    const name = batch.topic.slice(this.prefixLength);
    resolveOffset(batch.messages.at(-1)!.offset);
    seat.lane.offer(
      batch.messages.map((message) => weigh(name, batch.partition, message)),
      BigInt(batch.highWatermark),
    );
  }

  /** Pauses the partitions that hold enough and resumes those that want more. */
  steer(membership: Membership): void {
    for (const seat of this.seats.values()) {
      if (seat.lane.wantsPause === seat.paused) continue;
      seat.paused = !seat.paused;
      if (seat.paused) membership.pause(seat.brokerTopic, seat.partition);
      else membership.resume(seat.brokerTopic, seat.partition);
    }
  }

  /** Ends every lane after its batch in hand; gives up waiting at the deadline. */
  async finish(deadlineMs: number): Promise<void> {
    for (const { lane } of this.seats.values()) lane.finish();
    await within(deadlineMs, Promise.all(this.ends.values()));
  }

  lag(nowMs: number): LaneLag[] {
    return [...this.seats.values()].map(({ lane }) => lane.lag(nowMs));
  }

  private seat(brokerTopic: string, partition: number, membership: Membership, shared: Shared): void {
    const key = keyOf(brokerTopic, partition);
    const lane = new Lane({
      ...shared,
      topic: brokerTopic.slice(this.prefixLength),
      partition,
      commit: (offset) => membership.commit(brokerTopic, partition, offset),
      changed: () => this.steerIf(shared, membership),
    });
    this.seats.set(key, { brokerTopic, partition, lane, paused: false });
    const end = lane.run(this.ends.get(key) ?? Promise.resolve());
    const cleared = end.finally(() => {
      if (this.ends.get(key) === cleared) this.ends.delete(key);
    });
    this.ends.set(key, cleared);
  }

  // A lane of a past generation may still report; the driver's member may be gone by then.
  private steerIf(shared: Shared, membership: Membership): void {
    if (shared.generation.current) this.steer(membership);
  }

  private release(seat: Seat, membership: Membership): void {
    // The driver keeps pauses across rebalances; the new lane starts unpaused.
    if (seat.paused) membership.resume(seat.brokerTopic, seat.partition);
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

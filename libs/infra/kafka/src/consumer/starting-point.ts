import type { AdminSession } from '../driver/admin-session';

export interface StartingPoint {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Records that expired before the group read them. */
  readonly missed: bigint;
  /** The group has read further than the topic goes: somebody made the topic anew. */
  readonly beyondEnd: boolean;
}

export interface PartitionRange {
  readonly low: bigint;
  readonly high: bigint;
  /** What the group has committed; undefined if nothing yet. */
  readonly committed: bigint | undefined;
}

/** Begins where the group has come to, or at the oldest record; never silently anywhere else. */
export function startingPoint(
  topic: string,
  partition: number,
  { low, high, committed }: PartitionRange,
): StartingPoint {
  const missed = committed !== undefined && committed < low ? low - committed : 0n;
  const offset = committed === undefined || missed > 0n ? low : committed;
  return { topic, partition, offset, missed, beyondEnd: offset > high };
}

/** Asks the brokers what each partition holds and how far the group has come. */
export function rangesOf(
  admin: AdminSession,
  groupId: string,
  topics: string[],
): Promise<Map<string, Map<number, PartitionRange>>> {
  return admin.use(async (client) => {
    const committed = await client.fetchOffsets({ groupId, topics });
    const ranges = new Map<string, Map<number, PartitionRange>>();
    for (const topic of topics) {
      const offsets = new Map(
        committed.find((entry) => entry.topic === topic)?.partitions.map((p) => [p.partition, p.offset]),
      );
      const partitions = await client.fetchTopicOffsets(topic);
      ranges.set(
        topic,
        new Map(partitions.map((p) => [p.partition, rangeOf(p.low, p.high, offsets.get(p.partition))])),
      );
    }
    return ranges;
  });
}

function rangeOf(low: string, high: string, committed: string | undefined): PartitionRange {
  const known = committed !== undefined && BigInt(committed) >= 0n;
  return { low: BigInt(low), high: BigInt(high), committed: known ? BigInt(committed) : undefined };
}

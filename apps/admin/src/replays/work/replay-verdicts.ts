import { COLLECTED_TOPIC, DLQ_TOPIC, VALIDATED_TOPIC } from '@analytics/contracts';
import { deadLetterIdsAt, GroupPositions, KafkaRanges } from '@analytics/infra-kafka';
import { type HeldReplay, ReplayWorkStore, type SentRecord, type SettledRecord } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { replayedRecords } from '../replays.metrics';

export const DLQ_GROUP = 'admin.dlq';

/** Records whose consumer is past them, and how far the index has to come before the absence of a letter says something. */
export interface PassedRecords {
  readonly records: readonly SentRecord[];
  readonly lettersUntil: ReadonlyMap<number, bigint>;
}

/**
 * What became of records that were sent. Their consumer writes a dead letter before it moves on, so once its group is past a record
 * and the index has read the dead letters there were by then, a letter of that very place is there or will never be. Its id
 * follows from the place.
 */
@Injectable()
export class ReplayVerdicts {
  constructor(
    private readonly work: ReplayWorkStore,
    private readonly groups: GroupPositions,
    private readonly ranges: KafkaRanges,
  ) {}

  async passed(sent: readonly SentRecord[]): Promise<PassedRecords | undefined> {
    const records: SentRecord[] = [];
    for (const [topic, ofTopic] of grouped(sent, ({ topic }) => topic)) {
      for (const [group, waiting] of grouped(ofTopic, groupOf)) {
        const positions = await this.groups.committed(group, topic);
        records.push(...waiting.filter(({ partition, offset }) => (positions.get(partition) ?? 0n) > offset));
      }
    }
    if (records.length === 0) return undefined;
    const marks = await this.ranges.allWatermarks(DLQ_TOPIC);
    const full = [...marks].filter(([, { low, high }]) => high > low);
    return { records, lettersUntil: new Map(full.map(([partition, { high }]) => [partition, high])) };
  }

  /** Nothing while the index is behind. */
  async judge(replay: HeldReplay, { records, lettersUntil }: PassedRecords): Promise<SettledRecord[] | undefined> {
    const read = await this.groups.committed(DLQ_GROUP, DLQ_TOPIC);
    const behind = [...lettersUntil].some(([partition, until]) => (read.get(partition) ?? 0n) < until);
    if (behind) return undefined;
    const lettersOf = await this.work.lettersOf(records.map(({ record }) => record));
    const settled = records.map((sent): SettledRecord => {
      const { place, record: id } = sent;
      const there = lettersOf.get(id);
      // Most records have no letter but their first: then there is nothing to compare.
      const letter = there === undefined ? undefined : deadLetterIdsAt(sent).find((each) => there.has(each.id));
      return letter === undefined
        ? { place, record: id, state: 'succeeded' }
        : { place, record: id, state: 'failed_again', reason: letter.reason };
    });
    await this.work.settle(replay, settled);
    for (const { state } of settled) replayedRecords.inc({ outcome: state });
    return settled;
  }
}

/** Who decides about a record of the topic. */
function groupOf({ topic, stage }: SentRecord): string {
  if (topic === COLLECTED_TOPIC) return 'ingestion.intake';
  if (topic !== VALIDATED_TOPIC) return 'ingestion.platform';
  return stage === 'lake' ? 'ingestion.lake' : 'stream-processor.warehouse';
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

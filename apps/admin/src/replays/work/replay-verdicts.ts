import { COLLECTED_TOPIC, DLQ_TOPIC, VALIDATED_TOPIC } from '@analytics/contracts';
import { GroupPositions, KafkaRanges } from '@analytics/infra-kafka';
import { type HeldReplay, ReplayWorkStore, type SentRecord, type SettledRecord } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { replayedRecords } from '../replays.metrics';
import { isIntakeTopic } from './replayed-letter';

export const DLQ_GROUP = 'admin.dlq';
const WAREHOUSE_GROUP = 'stream-processor.warehouse';
/** So that a turn stays short: whoever pauses waits for one. */
const MOST_JUDGED_AT_ONCE = 2_000;

/** Where partitions of a topic ended when it was looked at: first offset that was not there yet. */
type Ends = ReadonlyMap<number, bigint>;

/** Records whose consumer is past them, and how far others have to come before the absence of a letter says something. */
export interface PassedRecords {
  readonly records: readonly SentRecord[];
  /** What intake made of them is before these ends, for the warehouse to read. */
  readonly eventsUntil: Ends;
  /** Known once the warehouse is past those: what it refused is before these ends, for the index to read. */
  readonly lettersUntil?: Ends;
}

export interface Judged {
  readonly settled: readonly SettledRecord[];
  /** What has no verdict yet. */
  readonly waiting: PassedRecords | undefined;
}

/**
 * What became of records that were sent. Each consumer writes a dead letter before it moves on: intake, and after it the warehouse,
 * which may refuse what intake let pass. Once both are past a record and the index has read the dead letters there were by then, a
 * letter about it is there or will never be. Nothing of the waiting is kept: a runner that takes over begins it anew.
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
    const goOn = records.some(({ topic }) => isIntakeTopic(topic));
    return { records, eventsUntil: goOn ? await this.endsOf(VALIDATED_TOPIC) : new Map() };
  }

  /** Some of them at a time; none while the warehouse or the index is behind. */
  async judge(replay: HeldReplay, waiting: PassedRecords): Promise<Judged> {
    const { records, eventsUntil, lettersUntil } = waiting;
    if (lettersUntil === undefined) {
      if (!(await this.isPast(WAREHOUSE_GROUP, VALIDATED_TOPIC, eventsUntil))) return { settled: [], waiting };
      return this.judge(replay, { ...waiting, lettersUntil: await this.endsOf(DLQ_TOPIC) });
    }
    if (!(await this.isPast(DLQ_GROUP, DLQ_TOPIC, lettersUntil))) return { settled: [], waiting };
    const settled = await this.settle(replay, records.slice(0, MOST_JUDGED_AT_ONCE));
    const rest = records.slice(MOST_JUDGED_AT_ONCE);
    return { settled, waiting: rest.length === 0 ? undefined : { ...waiting, records: rest } };
  }

  private async settle(replay: HeldReplay, records: readonly SentRecord[]): Promise<SettledRecord[]> {
    const refused = await this.work.refusedAgain(records.map(({ record }) => record));
    const settled = records.map(({ place, record }): SettledRecord => {
      const reason = refused.get(record);
      return reason === undefined
        ? { place, record, state: 'succeeded' }
        : { place, record, state: 'failed_again', reason };
    });
    await this.work.settle(replay, settled);
    for (const { state } of settled) replayedRecords.inc({ outcome: state });
    return settled;
  }

  private async endsOf(topic: string): Promise<Ends> {
    const marks = await this.ranges.allWatermarks(topic);
    const full = [...marks].filter(([, { low, high }]) => high > low);
    return new Map(full.map(([partition, { high }]) => [partition, high]));
  }

  private async isPast(group: string, topic: string, ends: Ends): Promise<boolean> {
    if (ends.size === 0) return true;
    const read = await this.groups.committed(group, topic);
    return [...ends].every(([partition, end]) => (read.get(partition) ?? 0n) >= end);
  }
}

/** Who decides first about a record of the topic. */
function groupOf({ topic, stage }: SentRecord): string {
  if (topic === COLLECTED_TOPIC) return 'ingestion.intake';
  if (topic !== VALIDATED_TOPIC) return 'ingestion.platform';
  return stage === 'lake' ? 'ingestion.lake' : WAREHOUSE_GROUP;
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

import { COLLECTED_TOPIC, VALIDATED_TOPIC } from '@analytics/contracts';
import { GroupPositions, KafkaRanges, type Received } from '@analytics/infra-kafka';
import { SinkPositions } from '@analytics/infra-postgres';
import { Injectable, Logger } from '@nestjs/common';
import type { Identity, PlacedStages, TraceStage, ValidatedPlace } from './trace.records';

const INTAKE = 'ingestion.intake';
/** Most of a partition's unread end that is looked through. */
const TAIL_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = 5_000;

/** What Kafka says of an event: only while it keeps the records, and only as far as it answers in time. */
@Injectable()
export class KafkaStages {
  private readonly logger = new Logger(KafkaStages.name);

  constructor(
    private readonly ranges: KafkaRanges,
    private readonly groups: GroupPositions,
    private readonly sink: SinkPositions,
  ) {}

  /** The validated records of these places, and the collected ones their headers name; a record that is there tells its type. */
  async of(places: readonly ValidatedPlace[]): Promise<PlacedStages> {
    const found = await Promise.all(places.map((place) => this.inTime(() => this.record(place))));
    return {
      stages: places.flatMap((place, index) => stagesOf(place, found[index])),
      places: places.map((place, index) => {
        const type = place.type ?? eventIn(found[index]?.value ?? null)?.type;
        return type === undefined ? place : { ...place, type };
      }),
    };
  }

  /** Validated records with this identity that the warehouse's sink has not read yet. */
  async awaitingSink(event: Identity): Promise<ValidatedPlace[]> {
    const tails = async () => {
      const positions = await this.sink.all();
      return new Map(
        positions.filter(({ topic }) => topic === VALIDATED_TOPIC).map(({ part, nextOffset }) => [part, nextOffset]),
      );
    };
    const records = await this.inTail(VALIDATED_TOPIC, tails, event);
    return records.map(({ topic, partition, offset, value }) => ({
      ...{ topic, partition, offset },
      type: eventIn(value)?.type,
    }));
  }

  /** Collected records with this identity that intake has not read yet. */
  async awaitingIntake(event: Identity): Promise<TraceStage[]> {
    const records = await this.inTail(COLLECTED_TOPIC, () => this.groups.committed(INTAKE, COLLECTED_TOPIC), event);
    return records.map(({ topic, partition, offset, timestampMs }) => ({
      stage: 'collected',
      at: new Date(timestampMs),
      ...{ topic, partition, offset: offset.toString() },
    }));
  }

  private async inTail(
    topic: string,
    nextOffsets: () => Promise<ReadonlyMap<number, bigint>>,
    { source, id }: Identity,
  ): Promise<Received[]> {
    const look = async (): Promise<Received[]> => {
      const [next, marks] = await Promise.all([nextOffsets(), this.ranges.allWatermarks(topic)]);
      const unread = [...marks].flatMap(([partition, { low, high }]) => {
        const read = next.get(partition) ?? low;
        const from = read > low ? read : low;
        return from < high ? [{ topic, partition, from, to: high - 1n }] : [];
      });
      const records = await Promise.all(unread.map((range) => this.ranges.readSome(range, { maxBytes: TAIL_BYTES })));
      return records.flat().filter(({ value }) => {
        const event = eventIn(value);
        return event?.source === source && event.id === id;
      });
    };
    return (await this.inTime(look)) ?? [];
  }

  private async record({ topic, partition, offset }: ValidatedPlace): Promise<Received | undefined> {
    const { low, high } = await this.ranges.watermarks(topic, partition);
    if (offset < low || offset >= high) return undefined;
    return (await this.ranges.readSome({ topic, partition, from: offset, to: offset }))[0];
  }

  /** A trace without what Kafka would add is worth more than none. */
  private async inTime<T>(question: () => Promise<T>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, undefined)));
    try {
      return await Promise.race([question(), late]);
    } catch (error) {
      this.logger.warn({ msg: 'a trace goes without what Kafka holds', err: error });
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

function stagesOf({ topic, partition, offset }: ValidatedPlace, record: Received | undefined): TraceStage[] {
  const validated: TraceStage = {
    stage: 'validated',
    at: record === undefined ? undefined : new Date(record.timestampMs),
    ...{ topic, partition, offset: offset.toString() },
  };
  const from = record?.headers['x-origin-topic'];
  if (from === undefined) return [validated];
  const part = Number(record?.headers['x-origin-partition']);
  const received = Date.parse(String(eventIn(record?.value ?? null)?.received_at));
  const collected: TraceStage = {
    stage: 'collected',
    at: Number.isNaN(received) ? undefined : new Date(received),
    topic: from,
    ...(Number.isInteger(part) && { partition: part }),
    offset: record?.headers['x-origin-offset'],
  };
  return [collected, validated];
}

interface SeenEvent {
  readonly source?: unknown;
  readonly id?: unknown;
  readonly type?: string;
  readonly received_at?: unknown;
}

function eventIn(value: Buffer | null): SeenEvent | undefined {
  try {
    const event: unknown = JSON.parse(value?.toString() ?? '');
    return typeof event === 'object' && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}

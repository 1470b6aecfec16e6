import { setTimeout as pause } from 'node:timers/promises';
import { KafkaRanges } from '@analytics/infra-kafka';
import { LakeCatalogue, SinkPositions } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

const LOOK_MS = 500;

interface Position {
  readonly topic: string;
  readonly part: number;
  readonly nextOffset: bigint;
}

/** Waits until what is in Kafka now is in the lake and in the warehouse, so that what is under way is not taken for lost. */
@Injectable()
export class Settling {
  constructor(
    private readonly ranges: KafkaRanges,
    private readonly lake: LakeCatalogue,
    private readonly sink: SinkPositions,
  ) {}

  /** What had not arrived in time, as "topic/partition" with the number of offsets; nothing when all had. */
  async wait(topic: string, waitMs: number, signal: AbortSignal): Promise<string[]> {
    const ends = await this.ranges.allWatermarks(topic);
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      const positions = [await this.lake.positions(), await this.sink.all()];
      const behind = [...ends].flatMap(([part, { low, high }]) => {
        if (low === high) return [];
        const next = positions.map((all) => nextOf(all, topic, part) ?? low);
        const slowest = next.reduce((least, each) => (each < least ? each : least));
        return slowest < high ? [`${topic}/${part}: ${high - slowest}`] : [];
      });
      if (behind.length === 0 || performance.now() >= deadlineMs) return behind;
      await pause(LOOK_MS, undefined, { signal });
    }
  }
}

const nextOf = (positions: readonly Position[], topic: string, part: number): bigint | undefined =>
  positions.find((position) => position.topic === topic && position.part === part)?.nextOffset;

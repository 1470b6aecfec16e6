import { VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaRanges } from '@analytics/infra-kafka';
import { ReplayWorkStore } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

/** How long one measurement is believed, and the stretch of time the next one is about. */
const MEASURED_MS = 5_000;

interface Sample {
  readonly atMs: number;
  readonly validated: bigint;
  readonly replayed: number;
}

/** How many live events come in: what is validated, less what replays have sent. Before the first stretch it knows of none. */
@Injectable()
export class LiveTraffic {
  private last: Sample | undefined;
  private found = 0;

  constructor(
    private readonly ranges: KafkaRanges,
    private readonly work: ReplayWorkStore,
  ) {}

  async eventsPerSecond(nowMs: number): Promise<number> {
    if (this.last === undefined || nowMs - this.last.atMs >= MEASURED_MS) {
      const next = await this.sample(nowMs);
      if (this.last !== undefined) this.found = liveBetween(this.last, next);
      this.last = next;
    }
    return this.found;
  }

  private async sample(atMs: number): Promise<Sample> {
    const [marks, replayed] = await Promise.all([
      this.ranges.allWatermarks(VALIDATED_TOPIC),
      this.work.replayedSoFar(),
    ]);
    const validated = [...marks.values()].reduce((sum, { high }) => sum + high, 0n);
    return { atMs, validated, replayed };
  }
}

/** What replays send and intake refuses is taken off as well: then live traffic looks smaller, and they give way more. */
export function liveBetween(before: Sample, after: Sample): number {
  const events = Number(after.validated - before.validated) - (after.replayed - before.replayed);
  return Math.max(0, events / ((after.atMs - before.atMs) / 1_000));
}

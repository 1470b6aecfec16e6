import { VALIDATED_TOPIC } from '@analytics/contracts';
import { DomainError, Unavailable } from '@analytics/domain';
import { KafkaRanges } from '@analytics/infra-kafka';
import { ProgressLedger } from '@analytics/infra-postgres';
import { type LiveRebuild, LiveStore } from '@analytics/infra-redis';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { WAREHOUSE_SINK } from '../warehouse/protocol/range-sink';
import { LiveConfig } from './live.config';
import { liveRebuilds, liveRebuildSeconds } from './live.metrics';
import { LivePastReader } from './live-past';

const LOOK_MS = 200;
const HOLD_MS = 10_000;

type Ended = 'done' | 'overtaken' | 'waiting';

/**
 * Makes the live numbers anew from the warehouse when Redis has lost them or records are missing. No batch is added meanwhile.
 * What Kafka held at the beginning has to be stored first: only then is every record either in the warehouse or still to come.
 */
@Injectable()
export class LiveRebuilding {
  private readonly logger = new Logger(LiveRebuilding.name);
  private running?: Promise<void>;

  constructor(
    private readonly store: LiveStore,
    private readonly ranges: KafkaRanges,
    private readonly ledger: ProgressLedger,
    private readonly past: LivePastReader,
    private readonly config: LiveConfig,
  ) {}

  /** Begins, if nobody is at it, and waits for the end, but not for ever; says whether the numbers are whole. */
  async ready(patienceMs: number): Promise<boolean> {
    const until = performance.now() + patienceMs;
    while (performance.now() < until) {
      if ((await this.store.tick(nowSecond(), this.config)) === 'ready') return true;
      this.running ??= this.run().finally(() => (this.running = undefined));
      await Promise.race([this.running, pause(Math.max(0, until - performance.now()), undefined, { ref: false })]);
      if (performance.now() + LOOK_MS < until) await pause(LOOK_MS, undefined, { ref: false });
    }
    return (await this.store.tick(nowSecond(), this.config)) === 'ready';
  }

  private async run(): Promise<void> {
    const measure = liveRebuildSeconds.startTimer();
    try {
      const ended = await this.once();
      if (ended === 'waiting') return;
      liveRebuilds.inc({ result: ended });
      this.logger.log({ msg: 'the live numbers were made anew', ended, seconds: measure() });
    } catch (error) {
      liveRebuilds.inc({ result: 'failed' });
      const kind = error instanceof DomainError ? error.kind : 'internal';
      const told = { msg: 'the live numbers could not be made anew, another try follows', kind, err: error };
      if (kind === 'unavailable') this.logger.warn(told);
      else this.logger.error(told);
    }
  }

  private async once(): Promise<Ended> {
    const rebuild = await this.store.begin(nowSecond());
    if (rebuild === undefined) return 'waiting';
    try {
      return (await this.make(rebuild)) ? 'done' : 'overtaken';
    } finally {
      await rebuild.lock.release().catch(() => false);
    }
  }

  private async make(rebuild: LiveRebuild): Promise<boolean> {
    const stored = await this.untilStored(rebuild);
    const past = { topic: VALIDATED_TOPIC, stored, nowSecond: nowSecond() };
    let watermarkMs = 0;
    let heldAt = performance.now();
    // A topic that never had a record has no past.
    for await (const piece of stored.size === 0 ? [] : this.past.pieces(past)) {
      if (!(await this.store.fill(rebuild, piece, past.nowSecond, this.config))) return false;
      watermarkMs = Math.max(watermarkMs, piece.delta.watermarkMs);
      if (performance.now() - heldAt < HOLD_MS) continue;
      await rebuild.lock.extend();
      heldAt = performance.now();
    }
    const counted = new Map([...stored].map(([partition, next]) => [partition, next - 1n]));
    return this.store.finish(rebuild, { counted, watermarkMs }, nowSecond());
  }

  /** Partition → first offset that the warehouse has not, once it has all that Kafka had. */
  private async untilStored({ lock }: LiveRebuild): Promise<ReadonlyMap<number, bigint>> {
    const ends = await this.ranges.allWatermarks(VALIDATED_TOPIC);
    const until = performance.now() + this.config.storedMs;
    for (;;) {
      const stored = new Map(await this.ledger.nextOffsets(WAREHOUSE_SINK, VALIDATED_TOPIC));
      for (const [partition, { low, high }] of ends) {
        // What has expired before anybody stored it is nobody's any more.
        if (low === high && !stored.has(partition) && high > 0n) stored.set(partition, high);
      }
      const missing = [...ends].filter(([partition, { high }]) => (stored.get(partition) ?? 0n) < high);
      if (missing.length === 0) return stored;
      if (performance.now() > until) throw new Unavailable('the warehouse, which has not stored all events yet,');
      await lock.extend();
      await pause(LOOK_MS, undefined, { ref: false });
    }
  }
}

const nowSecond = (): number => Math.floor(Date.now() / 1_000);

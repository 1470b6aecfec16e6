import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type KafkaPort, KafkaUnavailable, RecordTooLarge } from '@analytics/infra-kafka';
import { Logger } from '@nestjs/common';
import type { SpoolBatch } from './disk/batch-reader';
import type { Spool } from './spool';
import { drainRate, tellDamage } from './spool.metrics';

const BATCH = { records: 2_000, bytes: 4 * 1024 * 1024 };
const BACK_OFF = { firstMs: 100, longestMs: 2_000 };

/** What the one who sends has to know of the drain. */
export interface DrainEvents {
  /** Kafka takes records and what is left fits one batch. */
  almostEmpty(): void;
  /** Kafka, or the disk, did not do its part. */
  failed(): void;
  /** Nothing is left; the drain rests until it is woken. */
  emptied(): void;
}

/** The one way out of the spool: batch after batch in order, each as often as it takes. */
export class Drain {
  private readonly logger = new Logger('Spool');
  private running: Promise<void> = Promise.resolve();
  private awake = false;
  /** Read and not acknowledged: sent again before anything else. */
  private batch?: SpoolBatch;
  private failures = 0;
  private stopAt = Number.POSITIVE_INFINITY;
  private readonly stopping = new AbortController();

  constructor(
    private readonly spool: Spool,
    private readonly kafka: KafkaPort,
    private readonly events: DrainEvents,
  ) {}

  wake(): void {
    if (this.awake) return;
    this.awake = true;
    this.running = this.run();
  }

  /** Goes on for as long as Kafka takes records, at most this long. */
  async stop(withinMs: number): Promise<void> {
    this.stopAt = performance.now() + withinMs;
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let done = false; !done && performance.now() < this.stopAt;) {
      try {
        done = await this.step();
        this.failures = 0;
      } catch (error) {
        this.fail(error);
        if (this.stopping.signal.aborted) break;
        await this.backOff();
      }
    }
    drainRate.set(0);
  }

  /** True when nothing is left; said in the same turn, so that nothing is appended in between. */
  private async step(): Promise<boolean> {
    this.batch ??= await this.spool.read(BATCH);
    if (this.batch === undefined) {
      if (!this.spool.isEmpty) {
        await this.spool.flushed();
        return false;
      }
      // Asleep before it is said: who hears it may wake the drain at once.
      this.awake = false;
      this.events.emptied();
      return true;
    }
    const started = performance.now();
    await this.deliver(this.batch);
    drainRate.set(this.batch.records.length / Math.max(0.001, (performance.now() - started) / 1_000));
    this.spool.settle(this.batch);
    this.batch = undefined;
    if (this.spool.undrainedBytes <= BATCH.bytes) this.events.almostEmpty();
    return false;
  }

  private async deliver({ records, segment }: SpoolBatch): Promise<void> {
    try {
      await this.kafka.send(records);
    } catch (error) {
      if (!(error instanceof RecordTooLarge)) throw error;
      // One record that Kafka never takes must not hold up the others.
      for (const record of records) {
        await this.kafka.send([record]).catch((refusal: unknown) => {
          if (!(refusal instanceof RecordTooLarge)) throw refusal;
          segment.keep = true;
          tellDamage(path.basename(segment.file), 1);
        });
      }
    }
  }

  private fail(error: unknown): void {
    this.failures += 1;
    this.events.failed();
    drainRate.set(0);
    const expected = error instanceof KafkaUnavailable;
    if (expected && this.failures > 1) return;
    const msg = expected ? 'Kafka is away, events wait in the spool' : 'the spool cannot be drained';
    this.logger[expected ? 'warn' : 'error']({ msg, err: error });
  }

  private async backOff(): Promise<void> {
    const longest = Math.min(BACK_OFF.longestMs, BACK_OFF.firstMs * 2 ** Math.min(this.failures - 1, 10));
    const signal = this.stopping.signal;
    await pause(longest * (0.8 + 0.4 * Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

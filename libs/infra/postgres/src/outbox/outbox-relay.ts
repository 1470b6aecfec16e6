import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Postgres } from '../connection/postgres';
import type { OutboxRecord } from './outbox-message';
import { outboxFailures, outboxOldestAge, outboxPending, outboxPublished } from './outbox.metrics';
import { OutboxStore } from './outbox-store';

/** Resolves when every record is stored by the broker, with the order of records of one topic and key kept. */
export type PublishOutbox = (records: readonly OutboxRecord[]) => Promise<unknown>;

export interface OutboxRelayLimits {
  /** Pause between two looks at an empty outbox, and between two tries to become the one relay. */
  readonly pollMs: number;
  readonly maxBatchMessages: number;
  readonly maxBatchBytes: number;
  /** First and longest pause after a failed round. */
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** How long a sent message stays, so that adding it again is recognised. */
  readonly keepSentHours: number;
}

const DEFAULTS: OutboxRelayLimits = {
  pollMs: 500,
  maxBatchMessages: 500,
  maxBatchBytes: 4 * 1024 * 1024,
  backoffFirstMs: 100,
  backoffMaxMs: 30_000,
  keepSentHours: 24,
};

const METRICS_EVERY_MS = 5_000;
const FORGET_MAX_MESSAGES = 1_000;

/**
 * Publishes what transactions put into the outbox: oldest first, one batch at a time, one relay per owner among all
 * processes. A message is marked after the broker has it, so a crash in between repeats it under the same id.
 */
export class OutboxRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly store: OutboxStore;
  private readonly limits: OutboxRelayLimits;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private failures = 0;
  private measuredAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly postgres: Postgres,
    private readonly publish: PublishOutbox,
    limits: Partial<OutboxRelayLimits> = {},
  ) {
    this.store = new OutboxStore(postgres);
    this.limits = { ...DEFAULTS, ...limits };
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the batch under way finish. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.postgres.tryLock('outbox-relay', (lost) => this.drainWhile(lost));
        await this.pause(this.limits.pollMs);
      } catch (error) {
        await this.backOff(error);
      }
    }
  }

  /** As long as the lock is ours; the others look after it every `pollMs`. */
  private async drainWhile(lost: AbortSignal): Promise<void> {
    try {
      while (!lost.aborted && !this.stopping.signal.aborted) {
        await this.measure();
        if ((await this.roundOrBackOff(lost)) === 0) await this.rest();
      }
    } finally {
      // Only the relay at work knows the backlog; a stale number from a former one would be counted twice.
      outboxPending.remove(this.postgres.owner);
      outboxOldestAge.remove(this.postgres.owner);
      this.measuredAtMs = Number.NEGATIVE_INFINITY;
    }
  }

  /** Keeps the lock through a broker's outage: nobody else would get further, and the backlog stays visible. */
  private async roundOrBackOff(lost: AbortSignal): Promise<number> {
    try {
      const sent = await this.round(lost);
      this.failures = 0;
      return sent;
    } catch (error) {
      await this.backOff(error);
      return -1;
    }
  }

  private async round(lost: AbortSignal): Promise<number> {
    const { positions, records } = await this.store.oldest(this.limits.maxBatchMessages, this.limits.maxBatchBytes);
    if (records.length === 0 || lost.aborted) return 0;
    await this.publish(records);
    await this.store.markSent(positions);
    outboxPublished.inc({ owner: this.postgres.owner }, records.length);
    return records.length;
  }

  private async rest(): Promise<void> {
    await this.store.forget(this.limits.keepSentHours, FORGET_MAX_MESSAGES);
    await this.pause(this.limits.pollMs);
  }

  private async measure(): Promise<void> {
    if (performance.now() - this.measuredAtMs < METRICS_EVERY_MS) return;
    const { owner } = this.postgres;
    const { pending, oldestAgeSeconds } = await this.store.backlog();
    outboxPending.set({ owner }, pending);
    outboxOldestAge.set({ owner }, oldestAgeSeconds);
    this.measuredAtMs = performance.now();
  }

  private async backOff(error: unknown): Promise<void> {
    const { backoffFirstMs, backoffMaxMs } = this.limits;
    const waitMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** Math.min(this.failures, 20));
    this.failures += 1;
    outboxFailures.inc({ owner: this.postgres.owner });
    this.logger.warn({ msg: 'outbox round failed, trying again', owner: this.postgres.owner, waitMs, err: error });
    await this.pause(waitMs * (0.8 + 0.4 * Math.random()));
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

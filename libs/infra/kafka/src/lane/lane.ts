import { Logger } from '@nestjs/common';
import { DomainError } from '@analytics/domain';
import { inSpan, type Places } from '@analytics/service-kit';
import type { KafkaConfig } from '../config/kafka.config';
import { BackOff } from '../driver/back-off';
import { pause } from '../driver/waiting';
import type { KafkaPort } from '../port/kafka-port';
import { type Batch, BatchBuffer, type BatchLimits, type Weighed } from './batch-buffer';
import { deadLetterRecord } from './dead-letter-record';
import type { FlowBudget } from './flow-budget';
import type { Generation } from './generation';
import { batchRows, batchSeconds, consumerErrors, type LaneLag, messagesConsumed, outcomesTotal } from './lane.metrics';
import type { Pace } from './pace';
import { PayloadSealer } from './payload-sealer';
import { type BatchHandler, type Outcome, OutcomesMismatch, refusals, tally } from './outcome';

export interface LaneOptions {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly limits: BatchLimits;
  readonly pace: Pace;
  readonly config: KafkaConfig;
  readonly generation: Generation;
  readonly budget: FlowBudget;
  readonly port: KafkaPort;
  readonly places: Places;
  readonly handle: BatchHandler;
  readonly commit: (nextOffset: bigint) => Promise<void>;
  /** Told whenever what the lane holds has changed, so that fetching can be paused or resumed. */
  readonly changed: () => void;
}

const logger = new Logger('KafkaConsumer');

/**
 * One partition during one generation: collects records into batches, has each batch handled, dead-letters and commits
 * it before the next, and repeats in place what fails. Other partitions go on meanwhile.
 */
export class Lane {
  /** Waiting after a failure. */
  blocked = false;
  private readonly buffer: BatchBuffer;
  private readonly backOff: BackOff;
  private opened = false;
  private inHand?: Batch;
  private highWatermark = 0n;
  private settledTo?: bigint;
  private wake: () => void = () => undefined;
  private readonly finished = new AbortController();
  private readonly ended: AbortSignal;
  private readonly sealer: PayloadSealer | undefined;

  constructor(private readonly options: LaneOptions) {
    this.ended = AbortSignal.any([options.generation.signal, this.finished.signal]);
    this.sealer = PayloadSealer.of(options.config);
    this.buffer = new BatchBuffer(options.limits);
    this.backOff = new BackOff(options.config.backOffFirstMs, options.config.backOffMaxMs);
    this.ended.addEventListener('abort', () => this.wake(), { once: true });
  }

  /** False until it is settled where to begin, and once the lane ends; what arrives then is fetched again by the next owner. */
  get accepting(): boolean {
    return this.opened && this.active;
  }

  get heldBytes(): number {
    return this.buffer.bytes + (this.inHand?.bytes ?? 0);
  }

  get wantsPause(): boolean {
    return this.blocked || !this.active || this.buffer.full || (this.options.budget.spent && this.heldBytes > 0);
  }

  open(): void {
    this.opened = true;
  }

  offer(records: readonly Weighed[], highWatermark: bigint): void {
    const bytes = records.reduce((sum, weighed) => sum + weighed.bytes, 0);
    this.options.budget.take(bytes);
    this.buffer.push(records, performance.now());
    this.highWatermark = highWatermark;
    this.wake();
    this.options.changed();
  }

  /** Works until the generation ends or `finish` is called; begins after the lane that had the partition before. */
  async run(after: Promise<void>): Promise<void> {
    await after;
    const unsubscribe = this.options.budget.whenSpent(() => this.wake());
    while (this.active) {
      const closesInMs = this.closesInMs();
      if (closesInMs !== 0) await this.waitForMore(closesInMs);
      else await this.work(this.buffer.take());
    }
    unsubscribe();
    this.options.budget.give(this.buffer.clear());
  }

  /** Lets the batch in hand come to its end and takes no other; what waits is fetched again by the next owner. */
  finish(): void {
    this.finished.abort();
  }

  lag(nowMs: number): LaneLag {
    const { group, topic, partition } = this.options;
    const oldest = this.inHand?.records[0] ?? this.buffer.oldest;
    const seconds = oldest === undefined ? 0 : Math.max(0, (nowMs - oldest.timestampMs) / 1_000);
    const from = oldest?.offset ?? this.settledTo ?? this.highWatermark;
    const records = this.highWatermark > from ? Number(this.highWatermark - from) : 0;
    return { group, topic, partition, seconds, records };
  }

  private get active(): boolean {
    return !this.ended.aborted;
  }

  /** While the budget is spent nothing more is fetched for a lane that holds something: its batch waits for nothing. */
  private closesInMs(): number | undefined {
    const { budget, pace } = this.options;
    const nowMs = performance.now();
    const closesInMs = this.buffer.closesInMs(nowMs, pace.openMs(nowMs));
    return closesInMs !== undefined && budget.spent ? 0 : closesInMs;
  }

  private async waitForMore(closesInMs: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (closesInMs !== undefined) timer = setTimeout(resolve, closesInMs);
    });
    this.wake = () => undefined;
    clearTimeout(timer);
  }

  private async work(batch: Batch): Promise<void> {
    this.inHand = batch;
    try {
      await this.settle(batch);
    } finally {
      this.inHand = undefined;
      this.options.budget.give(batch.bytes);
      this.options.changed();
    }
  }

  /** Handle, dead-letter, commit: each step is repeated until it succeeds or the partition is lost. */
  private async settle({ records }: Batch): Promise<void> {
    const { group, config, port, places, generation, commit, pace } = this.options;
    const started = performance.now();
    let attempt = 0;
    // A batch whose place comes free when the partition is lost or the service stops is not begun: the next owner does.
    const placed = async () => (this.active ? this.handle([...records], (attempt += 1)) : undefined);
    const outcomes = await this.insist('handle', () => places.in(placed));
    if (outcomes === undefined) return;
    const nowMs = Date.now();
    const letters = refusals(records, outcomes).map((refusal) =>
      deadLetterRecord({ ...refusal, attempts: attempt, nowMs }, config, this.sealer),
    );
    const steps = [
      this.step('dead_letter', letters.length === 0 ? undefined : () => port.send(letters, { patient: true })),
      this.step('commit', () => commit(records.at(-1)!.offset + 1n)),
    ];
    for (const step of steps) if (!(await step())) return;
    this.backOff.reset();
    generation.heard();
    this.settledTo = records.at(-1)!.offset + 1n;
    const ended = performance.now();
    const tookMs = ended - started;
    pace.handled(tookMs, ended);
    batchSeconds.observe({ group }, tookMs / 1_000);
    this.count(outcomes);
  }

  /** A step with an effect outside: only while the group is known to count on this member. */
  private step(stage: string, effect: (() => Promise<unknown>) | undefined): () => Promise<boolean> {
    if (effect === undefined) return () => Promise.resolve(true);
    const guarded = async (): Promise<true> => {
      this.options.generation.assertFresh();
      await effect();
      return true;
    };
    return async () => (await this.insist(stage, guarded)) ?? false;
  }

  private async handle(records: Batch['records'], attempt: number): Promise<Outcome[]> {
    const { group, topic, partition, generation, handle } = this.options;
    const context = { group, topic, partition, attempt, signal: generation.signal };
    const attributes = { 'messaging.consumer.group.name': group, 'messaging.batch.message_count': records.length };
    const outcomes = await inSpan(`${topic} process`, attributes, () => handle(records, context));
    if (outcomes?.length !== records.length) throw new OutcomesMismatch(group, records.length, outcomes?.length ?? 0);
    return outcomes;
  }

  private async insist<T>(stage: string, work: () => Promise<T>): Promise<T | undefined> {
    while (this.options.generation.current) {
      try {
        return await work();
      } catch (error) {
        this.report(stage, error);
        if (!this.active) return undefined;
      }
      this.block(true);
      await pause(this.backOff.next(), this.ended);
      this.block(false);
      if (!this.active) return undefined;
    }
    return undefined;
  }

  private block(blocked: boolean): void {
    this.blocked = blocked;
    this.options.changed();
  }

  private report(stage: string, error: unknown): void {
    const { group, topic, partition } = this.options;
    const kind = error instanceof DomainError ? error.kind : 'internal';
    consumerErrors.inc({ group, topic, stage, kind });
    const facts = { group, topic, partition, stage, kind, offset: String(this.inHand?.records[0]?.offset), err: error };
    if (kind === 'unavailable') logger.warn({ msg: 'a batch waits for another try', ...facts });
    else logger.error({ msg: 'a batch failed and is tried again', ...facts });
  }

  private count(outcomes: readonly Outcome[]): void {
    const { group, topic, partition } = this.options;
    messagesConsumed.inc({ group, topic, partition }, outcomes.length);
    batchRows.observe({ group }, outcomes.length);
    for (const { status, reason, count } of tally(outcomes)) outcomesTotal.inc({ group, topic, status, reason }, count);
  }
}

import { type KafkaPort, KafkaUnavailable, type Outgoing, RecordTooLarge } from '@analytics/infra-kafka';
import { injectTrace } from '@analytics/service-kit';
import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { Drain } from './drain';
import { EventSink } from './event-sink';
import type { Spool } from './spool';
import { SpoolNearlyFull } from './spool-errors';

const READY_BELOW = 0.8;

interface Call {
  readonly records: readonly Outgoing[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface DirectCall extends Call {
  stored?: Promise<void>;
}

export interface SinkLimits {
  /** Largest record that Kafka takes. */
  readonly recordBytes: number;
  /** Most bytes of records held back while the last of the spool is sent. */
  readonly heldBytes: number;
  readonly stopMs: number;
}

/**
 * To Kafka while Kafka takes records and none older waits on disk; to the disk otherwise. A record that was acknowledged
 * is in Kafka before any that was given later, in three states:
 * - `direct`: to Kafka. The first that Kafka does not take sends all that are under way to the disk as well, in order.
 * - `spooling`: to the disk, while the drain empties it from the other end.
 * - `handover`: Kafka takes records and little is left, so new ones are held for the moment that takes.
 */
export class SpoolingSink extends EventSink implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Spool');
  private readonly drain: Drain;
  private readonly underWay = new Set<DirectCall>();
  private state: 'direct' | 'spooling' | 'handover' = 'direct';
  private held: Call[] = [];
  private heldBytes = 0;

  constructor(
    private readonly spool: Spool,
    private readonly kafka: KafkaPort,
    private readonly limits: SinkLimits,
  ) {
    super();
    this.drain = new Drain(spool, kafka, {
      almostEmpty: () => this.handOver(),
      failed: () => this.keepSpooling(),
      emptied: () => this.goDirect(),
    });
    if (!spool.isEmpty) this.beginSpooling();
  }

  async send(records: readonly Outgoing[]): Promise<void> {
    if (records.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      const call = { records, resolve, reject };
      if (this.state === 'direct') this.sendDirect(call);
      else if (this.state === 'spooling') void this.store(call);
      else this.hold(call);
    });
  }

  /** Without Kafka the service does its job for as long as there is room. */
  async assertRoom(): Promise<void> {
    if (this.spool.fill >= READY_BELOW) throw new SpoolNearlyFull();
  }

  /** Before Kafka is let go of. What is left waits for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.drain.stop(this.limits.stopMs);
    this.keepSpooling();
    await this.spool.close();
  }

  private sendDirect(call: DirectCall): void {
    this.underWay.add(call);
    const settled = (): void => void this.underWay.delete(call);
    this.kafka
      .send(call.records)
      .then(call.resolve, (error: unknown) => {
        if (error instanceof KafkaUnavailable && call.stored === undefined) this.spill();
        if (call.stored === undefined) call.reject(error);
        else call.stored.catch(call.reject);
      })
      .finally(settled);
  }

  /** In the order of their calls; those that Kafka does take after all arrive twice and count once. */
  private spill(): void {
    if (this.state === 'direct') this.beginSpooling();
    for (const call of this.underWay) {
      if (call.stored !== undefined) continue;
      call.stored = this.append(call.records);
      call.stored.then(call.resolve, () => undefined);
    }
  }

  private async store({ records, resolve, reject }: Call): Promise<void> {
    await this.append(records).then(resolve, reject);
  }

  private async append(records: readonly Outgoing[]): Promise<void> {
    const large = records.find((record) => (record.value?.length ?? 0) > this.limits.recordBytes);
    if (large !== undefined) throw new RecordTooLarge(large.topic, large.value?.length);
    const now = Date.now();
    // The moment and the trace are the caller's, not the drain's.
    const stamped = records.map((record) => ({
      ...record,
      headers: injectTrace({ ...record.headers }),
      timestampMs: record.timestampMs ?? now,
    }));
    await this.spool.append(stamped);
  }

  private hold(call: Call): void {
    this.heldBytes += call.records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    this.held.push(call);
    if (this.heldBytes > this.limits.heldBytes) this.keepSpooling();
  }

  private beginSpooling(): void {
    this.state = 'spooling';
    this.drain.wake();
  }

  private handOver(): void {
    this.state = 'handover';
  }

  private keepSpooling(): void {
    if (this.state !== 'handover') return;
    this.state = 'spooling';
    for (const call of this.release()) void this.store(call);
  }

  private goDirect(): void {
    this.state = 'direct';
    this.logger.log({ msg: 'the spool is empty, events go to Kafka' });
    for (const call of this.release()) this.sendDirect(call);
  }

  private release(): Call[] {
    const held = this.held;
    this.held = [];
    this.heldBytes = 0;
    return held;
  }
}

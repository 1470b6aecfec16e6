import type { ValidatedEvent } from '@analytics/contracts';
import { touchedBy } from '@analytics/domain';
import { DerivedFacts } from '@analytics/infra-clickhouse';
import { type BatchContext, dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { decodeValidated } from '../warehouse/decode-validated';
import { ConfirmedFacts } from './confirmed-facts';
import { derivedSeconds } from './derived.metrics';

/** Batches of events into the subjects they touch. A batch that comes again finds nothing to do, so once or more is enough. */
@Injectable()
export class DerivedService {
  private inHand: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly confirmed: ConfirmedFacts,
    private readonly derived: DerivedFacts,
  ) {}

  /** Partitions wait for their facts side by side and are worked on one by one: memory stays that of one batch. */
  async take(batch: readonly Received[], context: BatchContext): Promise<Outcome[]> {
    await this.confirmed.upTo(batch.at(-1)!.offset, context);
    const taken = this.inHand.then(() => this.settle(batch));
    this.inHand = taken.catch(() => undefined);
    return taken;
  }

  private async settle(batch: readonly Received[]): Promise<Outcome[]> {
    const done = derivedSeconds.startTimer();
    const events: ValidatedEvent[] = [];
    const outcomes = batch.map((record) => {
      const decoded = decodeValidated(record.value);
      if (decoded.ok) events.push(decoded.value);
      // The sink of facts makes the dead letter of it.
      return decoded.ok ? kept : dropped('no_event');
    });
    await this.derived.settle(touchedBy(events));
    done();
    return outcomes;
  }
}

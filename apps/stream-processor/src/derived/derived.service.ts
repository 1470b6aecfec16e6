import { TouchedSubjects } from '@analytics/domain';
import { DerivedFacts } from '@analytics/infra-clickhouse';
import { type BatchContext, dropped, kept, type Outcome, type Received } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { decodeValidated } from '../warehouse/decode-validated';
import { ConfirmedFacts } from './confirmed-facts';
import { derivedSeconds } from './derived.metrics';

/** Subjects of the batches that wait for their turn, and the end of that turn. */
interface Gathering {
  readonly subjects: TouchedSubjects;
  readonly settled: Promise<void>;
}

/** Batches of events into the subjects they touch. A batch that comes again finds nothing to do, so once or more is enough. */
@Injectable()
export class DerivedService {
  private inHand: Promise<unknown> = Promise.resolve();
  private gathering?: Gathering;

  constructor(
    private readonly confirmed: ConfirmedFacts,
    private readonly derived: DerivedFacts,
  ) {}

  /**
   * Partitions wait for their facts side by side. What comes while subjects are being settled is settled together after them:
   * what a question to the warehouse costs depends little on how many it is asked about. Only a batch that failed goes by itself,
   * so that it holds up nobody but its own partition.
   */
  async take(batch: readonly Received[], context: BatchContext): Promise<Outcome[]> {
    await this.confirmed.upTo(batch.at(-1)!.offset, context);
    const { subjects, settled } = context.attempt > 1 ? this.inTurn() : (this.gathering ??= this.gather());
    const outcomes = batch.map((record) => {
      const decoded = decodeValidated(record.value);
      if (decoded.ok) subjects.add(decoded.value);
      // The sink of facts makes the dead letter of it.
      return decoded.ok ? kept : dropped('no_event');
    });
    await settled;
    return outcomes;
  }

  private gather(): Gathering {
    return this.inTurn(() => (this.gathering = undefined));
  }

  /** One turn after the other: memory stays that of what waits. */
  private inTurn(begins?: () => void): Gathering {
    const subjects = new TouchedSubjects();
    const settled = this.inHand.then(() => {
      begins?.();
      return this.settle(subjects);
    });
    this.inHand = settled.catch(() => undefined);
    return { subjects, settled };
  }

  private async settle(subjects: TouchedSubjects): Promise<void> {
    const done = derivedSeconds.startTimer();
    await this.derived.settle(subjects.all());
    done();
  }
}

import { DomainError, type OffsetRange } from '@analytics/domain';

export type StopReason = 'topic_recreated' | 'ledger_gap' | 'unprovable' | 'too_many_refused';

/** The partition stands still until a person has looked: going on would lose, double or invent rows. */
export abstract class SinkStopped extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';
  abstract readonly reason: StopReason;
}

/** The topic holds less than the ledger says was read, or other records at the same offsets: it was made anew. */
export class TopicRecreated extends SinkStopped {
  readonly reason = 'topic_recreated';

  constructor(topic: string, part: number, why: string) {
    super(`${topic}[${part}] is not the partition the ledger speaks of: ${why}`);
  }
}

/** Offsets lie between what is stored and what came, and Kafka keeps them no longer: they have to come from the lake. */
export class LedgerGap extends SinkStopped {
  readonly reason = 'ledger_gap';

  constructor(topic: string, part: number, gap: OffsetRange, options?: ErrorOptions) {
    super(`offsets ${gap.from} to ${gap.to} of ${topic}[${part}] are not in the warehouse and not in Kafka`, options);
  }
}

/** What is stored for a range is not what belongs there, even after it was taken out and stored again. */
export class RangeUnprovable extends SinkStopped {
  readonly reason = 'unprovable';

  constructor(table: string, topic: string, part: number, { from, to }: OffsetRange) {
    super(`${table} does not hold what belongs to offsets ${from} to ${to} of ${topic}[${part}]`);
  }
}

/** So many rows are refused by the warehouse that the fault is hardly in them: dead letters would only hide it. */
export class TooManyRefused extends SinkStopped {
  readonly reason = 'too_many_refused';

  constructor(table: string, count: number) {
    super(`${table} refuses more than ${count} events of one range, which is no fault of single events`);
  }
}

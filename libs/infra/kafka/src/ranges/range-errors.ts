import { DomainError } from '@analytics/domain';

/** A range of one partition that Kafka was asked for; both ends are included. */
export interface WantedRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

const nameOf = ({ topic, partition, from, to }: WantedRange): string =>
  `offsets ${from} to ${to} of ${topic}[${partition}]`;

/** The beginning of the range is no longer kept: what was there has to come from elsewhere. */
export class RangeExpired extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly range: WantedRange,
    /** The oldest offset that is still there. */
    readonly low: bigint,
  ) {
    super(`${nameOf(range)} are no longer kept, the oldest is ${low}`);
  }
}

/** The topic ends before the range does: it is another topic than the one the range was written down for. */
export class RangeBeyondEnd extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly range: WantedRange,
    /** The next offset to be written. */
    readonly high: bigint,
  ) {
    super(`${nameOf(range)} are not there, the partition ends at ${high}`);
  }
}

export class RangeTooLarge extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly range: WantedRange,
    readonly maxBytes: number,
  ) {
    super(`${nameOf(range)} hold more than ${maxBytes} bytes`);
  }
}

export class PartitionUnknown extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(topic: string, partition: number) {
    super(`${topic} has no partition ${partition}`);
  }
}

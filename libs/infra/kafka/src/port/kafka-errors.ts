import { DomainError, Unavailable } from '@analytics/domain';

/** Kafka did not answer in time or has no room; `outcome` tells whether the records may have been written. */
export class KafkaUnavailable extends Unavailable {
  constructor(
    readonly outcome: 'not_sent' | 'unknown',
    options?: ErrorOptions,
  ) {
    super('Kafka', 1, options);
  }
}

/** A record is larger than the topic takes: no retry helps. */
export class RecordTooLarge extends DomainError {
  readonly kind = 'too_large';
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor(
    readonly topic: string,
    readonly bytes: number | undefined,
    options?: ErrorOptions,
  ) {
    super(`a record for ${topic} is larger than the topic takes`, options);
  }
}

/** Kafka refused for a reason that a retry does not change: access, an invalid record, a wrong configuration. */
export class KafkaRefused extends DomainError {
  readonly kind = 'internal';
  readonly code = 'INTERNAL';

  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`Kafka refused the request: ${reason}`, options);
  }
}

import { DomainError, Unavailable } from '@analytics/domain';

export type SpoolRefusal = 'full' | 'age' | 'busy' | 'disk' | 'closed';

const LONGEST_SECONDS = 30;

/** Kafka is away and the disk takes nothing more: the caller keeps the events and sends them again. */
export class SpoolFull extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'INGEST_UNAVAILABLE';
  override readonly retryAfterSeconds: number;

  /** `chance` is 0 to 1: those who are refused together must not come back together. */
  constructor(
    readonly reason: SpoolRefusal,
    chance: number,
    options?: ErrorOptions,
  ) {
    super('events cannot be stored now, send them again later', options);
    this.retryAfterSeconds = 1 + Math.min(LONGEST_SECONDS - 1, Math.floor(chance * LONGEST_SECONDS));
  }
}

/** Time for a load balancer to send events elsewhere, before they have to be refused. */
export class SpoolNearlyFull extends Unavailable {
  constructor() {
    super('room in the spool');
  }
}

/** Two writers would drain the same records and delete each other's. */
export class SpoolInUse extends Error {
  constructor(directory: string, holder: string) {
    super(`the spool ${directory} belongs to ${holder}: give each process a directory of its own`);
    this.name = 'SpoolInUse';
  }
}

/** Starting without it would leave acknowledged events behind in silence. */
export class SpoolKeyUnknown extends Error {
  constructor(segment: string) {
    super(
      `the spool holds ${segment}, whose key is none of INGESTION_SPOOL_KEY: add the former key to the list until it is drained`,
    );
    this.name = 'SpoolKeyUnknown';
  }
}

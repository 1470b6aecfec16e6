import type { Outgoing } from '@analytics/infra-kafka';

/** Where accepted events go. The class is the injection token. */
export abstract class EventSink {
  /**
   * Resolves when Kafka has every record on all in-sync replicas, or when they are on this machine's disk and will be in
   * Kafka later, in the order given. Rejects with a `DomainError`; the records may then still arrive, so a caller that
   * sends again relies on the events' identity to count them once.
   */
  abstract send(records: readonly Outgoing[]): Promise<void>;
}

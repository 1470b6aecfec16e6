import type { Outgoing, Sent } from './kafka-records';

/** The way records leave a service. The class is the injection token; the driver behind it can be replaced. */
export abstract class KafkaPort {
  /**
   * Resolves when every in-sync replica has every record, in the order given. Rejects with `KafkaUnavailable` when that
   * is not known in time; the records may then still arrive, so a caller that sends again relies on an id to drop the
   * second copy.
   */
  abstract send(records: readonly Outgoing[]): Promise<Sent[]>;

  /** Waits for what is pending, then refuses further records. */
  abstract close(): Promise<void>;
}

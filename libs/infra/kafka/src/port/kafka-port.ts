import type { Outgoing, Sent } from './kafka-records';

export interface SendOptions {
  /**
   * For a batch that would only be made and sent again: it waits for room, and is given up when none of its records is acknowledged
   * for long, not when all of them are not in time. Who owes somebody an answer must not be patient.
   */
  readonly patient?: boolean;
}

/** The way records leave a service. The class is the injection token; the driver behind it can be replaced. */
export abstract class KafkaPort {
  /**
   * Resolves when every in-sync replica has every record, in the order given. Rejects with `KafkaUnavailable` when that
   * is not known in time; the records may then still arrive, so a caller that sends again relies on an id to drop the
   * second copy.
   */
  abstract send(records: readonly Outgoing[], options?: SendOptions): Promise<Sent[]>;

  /** Waits for what is pending, then refuses further records. */
  abstract close(): Promise<void>;
}

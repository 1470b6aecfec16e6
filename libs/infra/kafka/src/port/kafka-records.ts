/** A record as it was read, without anything of the driver. */
export interface Received {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestampMs: number;
}

/** A record to be written. Records of one key keep their order; without a key they are spread over the partitions. */
export interface Outgoing {
  readonly topic: string;
  readonly key?: Buffer | string | null;
  /** Null is a tombstone on a compacted topic. */
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
  readonly partition?: number;
}

/** Where an acknowledged record is. */
export interface Sent {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

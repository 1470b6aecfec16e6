import { col } from '../sql/columns';

/** The record of Kafka a row came from, and its number in the sums that prove a range complete. */
export interface Lineage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** `rowHash` of the record's offset and value. */
  readonly hash: bigint;
}

/** The columns of every table the sink fills itself. */
export const LINEAGE_COLUMNS = {
  _kt: col.lowCardinality(col.string),
  _kp: col.uint16,
  _ko: col.uint64,
  _hash: col.uint64,
} as const;

export const lineageOf = (from: Lineage) => ({
  _kt: from.topic,
  _kp: from.partition,
  _ko: from.offset,
  _hash: from.hash,
});

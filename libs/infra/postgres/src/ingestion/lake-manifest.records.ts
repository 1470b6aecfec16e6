/** One partition of the lake's topic. */
export interface LakePartition {
  readonly topic: string;
  readonly part: number;
}

/** A range that is written down before its files are; both ends included. */
export interface LakeRange {
  readonly from: bigint;
  readonly to: bigint;
  readonly rows: number;
  /** Unsigned 64-bit xor over the rows. */
  readonly xor: bigint;
  readonly xformVersion: string;
}

export interface PendingLakeBatch extends LakeRange {
  readonly id: string;
  readonly openedAt: Date;
}

/** The right to write a partition, until somebody else claims it. */
export interface LakeClaim extends LakePartition {
  readonly epoch: bigint;
  /** First offset that is not committed yet. */
  readonly nextOffset: bigint;
  /** Announced and not committed: to be finished before anything else. */
  readonly pending: PendingLakeBatch | undefined;
}

/** A file as it is announced at the commit. */
export interface NewLakeFile {
  readonly eventType: string;
  readonly hour: Date;
  readonly key: string;
  readonly rows: number;
  readonly xor: bigint;
  /** SHA-256 of the object in hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Earliest and latest `effective_at` among the rows. */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** A file that counts. */
export interface LakeFile extends NewLakeFile, LakePartition {
  readonly batch: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** A batch that counts, with all its files; it may have none. */
export interface CommittedLakeBatch extends LakePartition, LakeRange {
  readonly id: string;
  readonly openedAt: Date;
  readonly committedAt: Date;
  readonly files: readonly NewLakeFile[];
}

/** Offsets that no committed batch holds although later ones are held. */
export interface LakeGap extends LakePartition {
  readonly from: bigint;
  readonly to: bigint;
}

/** What a reader of the lake wants to read. */
export interface LakeFilter {
  readonly eventTypes?: readonly string[];
  /** Files that hold events at or after this instant (`effective_at`). */
  readonly from?: Date;
  /** Files that hold events before this instant. */
  readonly until?: Date;
}

/** Which batches to list. */
export interface LakeBatchFilter {
  readonly openedFrom?: Date;
  readonly openedUntil?: Date;
  /** Only what comes after this topic, partition and first offset. */
  readonly after?: readonly [topic: string, part: number, firstOffset: bigint];
}

/** Where the lake has an offset; without a key its file was taken out, or the record is no event of that type. */
export interface HeldOffset {
  readonly committedAt: Date;
  readonly keys: readonly string[];
}

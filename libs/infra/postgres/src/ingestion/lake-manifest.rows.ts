import type { LakeFile, LakePartition, LakeRange, NewLakeFile, PendingLakeBatch } from './lake-manifest.records';

export interface PositionRow {
  readonly epoch: string;
  readonly next_off: string;
}

export interface BatchRow {
  readonly id: string;
  readonly topic: string;
  readonly part: number;
  readonly first_off: string;
  readonly end_off: string;
  readonly rows: string;
  readonly xor: string;
  readonly opened_at: Date;
  readonly xform_ver: string;
  readonly committed_at: Date | null;
}

export interface FileRow {
  readonly batch: string;
  readonly event_type: string;
  readonly hour: Date;
  readonly key: string;
  readonly rows: string;
  readonly xor: string;
  readonly sha256: string;
  readonly bytes: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

export const BATCH_COLUMNS =
  'id, topic, part, lower(offs) AS first_off, upper(offs) AS end_off, rows, xor, opened_at, xform_ver, committed_at';

export const partitionOf = ({ topic, part }: BatchRow): LakePartition => ({ topic, part });

export const rangeOf = (row: BatchRow): LakeRange => ({
  from: BigInt(row.first_off),
  to: BigInt(row.end_off) - 1n,
  rows: Number(row.rows),
  xor: BigInt(row.xor),
  xformVersion: row.xform_ver,
});

export const pendingOf = (row: BatchRow): PendingLakeBatch => ({
  id: row.id,
  openedAt: row.opened_at,
  ...rangeOf(row),
});

export const newFileOf = (row: FileRow): NewLakeFile => ({
  eventType: row.event_type,
  hour: row.hour,
  key: row.key,
  rows: Number(row.rows),
  xor: BigInt(row.xor),
  sha256: row.sha256,
  bytes: Number(row.bytes),
  firstAt: row.first_at,
  lastAt: row.last_at,
});

export type ListedRow = FileRow & Pick<BatchRow, 'topic' | 'part' | 'first_off' | 'end_off'>;

export const fileOf = (row: ListedRow): LakeFile => ({
  ...newFileOf(row),
  batch: row.batch,
  topic: row.topic,
  part: row.part,
  from: BigInt(row.first_off),
  to: BigInt(row.end_off) - 1n,
});

/** A file as the parameters of its insert, in the order of the columns. */
export const valuesOf = (batch: string, file: NewLakeFile): unknown[] => [
  batch,
  file.eventType,
  file.hour,
  file.key,
  file.rows,
  file.xor,
  file.sha256,
  file.bytes,
  file.firstAt,
  file.lastAt,
];

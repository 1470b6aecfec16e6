import type { DeadLetter } from '@analytics/contracts';
import type { FactTable, OffsetRange } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';
import type { Claim, DirtyRange, PendingRange, SinkPartition } from '@analytics/infra-postgres';
import type { Candidate } from './candidate';
import type { Sum } from './range-rows';
import type { SinkSteps } from './sink-steps';

export interface Place {
  readonly topic: string;
  readonly part: number;
}

/** Offsets of one partition, and the time their facts lie in, which spares the warehouse most of its search. */
export interface Span extends Place, OffsetRange {
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The authority on how far the sink has come. */
export interface Ledger {
  claim(partition: SinkPartition, firstOffset: bigint): Promise<Claim>;
  intend(claim: Claim, range: PendingRange): Promise<Claim>;
  confirm(claim: Claim): Promise<Claim>;
  assertHeld(claim: Claim): Promise<void>;
}

/** What the ledger does not hold. */
export interface Notes {
  markDirty(range: DirtyRange): Promise<void>;
}

/** The tables of facts. An insert is one block under its token, repeated without harm while the token is remembered. */
export interface FactStore {
  insert(table: FactTable, rows: readonly object[], token: string, signal?: AbortSignal): Promise<void>;
  /** What is stored of these offsets. */
  sum(table: FactTable, span: Span): Promise<Sum>;
  /** Offsets of stored events, each with the hash of its record. */
  stored(span: Span): Promise<ReadonlyMap<bigint, bigint>>;
  /** The last offset that is stored at or after this one, in whatever table. */
  lastOffset(place: Place, from: bigint): Promise<bigint | undefined>;
  /** Whether so few blocks came after these offsets that their tokens are certainly remembered. */
  remembersToken(table: FactTable, span: Span): Promise<boolean>;
  /** Whether the server may have ended since: its tokens and its rows are then to be proved apart. */
  startedSince(moment: Date): Promise<boolean>;
  /** Fills once more what views hold of these rows once each, however often it comes. */
  copyAgain(table: FactTable, span: Span): Promise<void>;
  /** Takes rows out by their lineage; what follows from them stays as it is. */
  erase(table: FactTable, span: Span): Promise<void>;
  /** Runs work that inserts while nobody swaps the tables it writes to. */
  writing<T>(work: () => Promise<T>): Promise<T>;
}

/** Kafka, asked for offsets beside the group. */
export interface RecordLog {
  watermarks(topic: string, partition: number): Promise<{ readonly low: bigint; readonly high: bigint }>;
  read(range: OffsetRange & { readonly topic: string; readonly partition: number }): Promise<Received[]>;
  readSome(range: OffsetRange & { readonly topic: string; readonly partition: number }): Promise<Received[]>;
}

export type Repeat = 'duplicate' | 'conflict';

/** Finds what clients sent again. What lies in the own range is an earlier try of ours and counts as not stored. */
export interface RepeatFinder {
  find(own: Place & OffsetRange, candidates: readonly Candidate[]): Promise<ReadonlyMap<bigint, Repeat>>;
}

/** Refused records that the runner of batches never saw. */
export interface Letters {
  send(refused: readonly { readonly record: Received; readonly letter: DeadLetter }[]): Promise<void>;
}

export interface SinkPorts {
  readonly ledger: Ledger;
  readonly notes: Notes;
  readonly facts: FactStore;
  readonly log: RecordLog;
  readonly repeats: RepeatFinder;
  readonly letters: Letters;
  readonly steps: SinkSteps;
  readonly now: () => Date;
}

export interface SinkLimits {
  /** Most rows of one table in one insert. */
  readonly rows: number;
  /** Most months one insert may touch: every one is a part of its own on the disk. */
  readonly months: number;
  /** Most events of one range that the warehouse may refuse before the fault is sought elsewhere. */
  readonly refused: number;
  /** Most offsets that are read again from Kafka at once. */
  readonly offsets: bigint;
}

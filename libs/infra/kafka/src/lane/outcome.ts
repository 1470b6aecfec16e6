import type { DeadLetter } from '@analytics/contracts';
import type { Received } from '../port/kafka-records';

/** What became of one record: taken, left out on purpose, or refused and kept for people to look at. */
export type Outcome =
  | { readonly status: 'kept' }
  | { readonly status: 'dropped'; readonly reason: string }
  | { readonly status: 'rejected'; readonly deadLetter: DeadLetter };

/** What a handler may want to know beside its records; all of them are of one topic and partition, in order. */
export interface BatchContext {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** 1 for the first try of these records, more after a failure. */
  readonly attempt: number;
  /** Fires when the partition was given to another consumer: what is not written yet need not be written. */
  readonly signal: AbortSignal;
}

export type BatchHandler = (batch: Received[], context: BatchContext) => Promise<Outcome[]>;

export const kept: Outcome = { status: 'kept' };
export const dropped = (reason: string): Outcome => ({ status: 'dropped', reason });
export const rejected = (deadLetter: DeadLetter): Outcome => ({ status: 'rejected', deadLetter });

/** A handler answered for more or fewer records than it was given: which belongs to which is then anybody's guess. */
export class OutcomesMismatch extends Error {
  constructor(group: string, records: number, outcomes: number) {
    super(`the handler of ${group} got ${records} records and returned ${outcomes} outcomes`);
    this.name = 'OutcomesMismatch';
  }
}

export interface Tally {
  readonly status: Outcome['status'];
  readonly reason: string;
  readonly count: number;
}

/** Outcomes counted by status and reason. */
export function tally(outcomes: readonly Outcome[]): Tally[] {
  const counts = new Map<string, Tally>();
  for (const outcome of outcomes) {
    const reason =
      outcome.status === 'dropped' ? outcome.reason : outcome.status === 'rejected' ? outcome.deadLetter.reason : '';
    const key = `${outcome.status}/${reason}`;
    counts.set(key, { status: outcome.status, reason, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** The refused records beside the reason each was refused for, in the order of the batch. */
export function refusals(
  batch: readonly Received[],
  outcomes: readonly Outcome[],
): { record: Received; letter: DeadLetter }[] {
  return outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ record: batch[index]!, letter: outcome.deadLetter }] : [],
  );
}

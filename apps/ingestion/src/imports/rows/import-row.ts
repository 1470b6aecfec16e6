import type { Refusal } from '@analytics/domain';

/** A row of a file, on its way to a verdict. */
export interface ImportRow {
  /** From 1, in the order of the file; empty lines are none. */
  readonly row: number;
  /** Where it begins in a file of lines, from 1. */
  readonly line?: number;
  /** Share of the file that is read with it, 0 to 1. */
  readonly progress: number;
  /** Rows of the file, where it tells. */
  readonly total?: number;
  readonly event?: unknown;
  /** The event as it goes on. */
  readonly text: string;
  readonly fault?: Refusal;
}

/** The rows of a file behind those that are settled, as many at a time as are at hand. */
export type ImportRows = AsyncGenerator<readonly ImportRow[]>;

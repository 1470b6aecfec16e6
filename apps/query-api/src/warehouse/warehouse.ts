import type { Scope, Statement } from '@analytics/domain';

export interface ReadOptions {
  /** Ends the reading: its query is cancelled on the server. */
  readonly signal?: AbortSignal;
  /** Whose rows it may see: stands in the statement, and is told to the server too. */
  readonly scope?: Scope;
}

/** The warehouse as questions see it: statements in, rows out. */
export abstract class Warehouse {
  abstract run<Row>(statement: Statement<Row>, options?: ReadOptions): Promise<Row[]>;
}

/** Offsets, both ends included. */
export type OffsetsFound = readonly (readonly [from: bigint, to: bigint])[];

/** What one partition holds of one hour, in the lake and in the warehouse. */
export interface ReconciliationLine {
  readonly topic: string;
  readonly part: number;
  /** The hour in which the lake opened the batches of these offsets. */
  readonly hour: Date;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly offsets: number;
  readonly lakeRows: number;
  /** Distinct identities. */
  readonly lakeEvents: number;
  /** Of the events that the warehouse has or should have, each once: where nothing is at fault, the warehouse's own. */
  readonly lakeXor: bigint;
  readonly lakeGrossKopecks: bigint;
  readonly warehouseRows: number;
  readonly warehouseEvents: number;
  readonly warehouseXor: bigint;
  readonly warehouseGrossKopecks: bigint;
  /** Rows of the lake that repeat an event the warehouse has from another offset. */
  readonly duplicates: number;
  /** Events of the lake that cannot be stored as facts; they are among the dead letters. */
  readonly refused: number;
  /** Offsets the warehouse has not confirmed yet. */
  readonly inFlight: number;
  readonly difference: number;
  readonly missing: OffsetsFound;
  readonly extra: OffsetsFound;
  readonly changed: OffsetsFound;
}

export interface ReconciliationReport {
  readonly id: string;
  readonly from: Date;
  readonly until: Date;
  readonly comparedAt: Date;
  /** What was found, before any repair. */
  readonly difference: number;
  /** How much of it was mended and compared again. */
  readonly repaired: number;
  /** Offsets that no file of the lake holds although later ones are held. */
  readonly gaps: readonly {
    readonly topic: string;
    readonly part: number;
    readonly from: bigint;
    readonly to: bigint;
  }[];
  readonly lines: readonly ReconciliationLine[];
}

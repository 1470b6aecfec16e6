import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { quotedOwner } from '../migrations/owner-name';
import type { HeldRun } from './pipeline-run.records';
import { RunLost } from './rebuild-progress.store';
import type { OffsetsFound, ReconciliationLine, ReconciliationReport } from './reconciliation.records';

interface ReportRow {
  readonly id: string;
  readonly period_from: Date;
  readonly period_until: Date;
  readonly compared_at: Date;
  readonly difference: string;
  readonly repaired: string;
  readonly gaps: { topic: string; part: number; from: string; to: string }[];
}

type LineRow = Readonly<Record<string, string>> & {
  readonly part: number;
  readonly hour: Date;
  readonly missing: [string, string][];
  readonly extra: [string, string][];
  readonly changed: [string, string][];
};

const json = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

const offsets = (found: readonly (readonly [string, string])[]): OffsetsFound =>
  found.map(([from, to]) => [BigInt(from), BigInt(to)] as const);

/** What reconciliations found, line by line; another owner names the schema, and only reads. */
export class ReconciliationsStore {
  private readonly schema: string;

  constructor(
    private readonly postgres: Postgres,
    schema = postgres.owner,
  ) {
    this.schema = quotedOwner(schema);
  }

  /** Replaces what an earlier try of the same run wrote; only the run's holder may. `work` is part of the same transaction. */
  save({ id, leaseToken }: HeldRun, report: ReconciliationReport, work?: Work): Promise<void> {
    const { from, until, comparedAt, difference, repaired, gaps, lines } = report;
    return this.postgres.transaction(async (tx) => {
      const held = await runQuery(tx, 'SELECT FROM pipeline_runs WHERE id = $1 AND lease_token = $2 FOR SHARE', [
        id,
        leaseToken,
      ]);
      if (held.length !== 1) throw new RunLost(id);
      await runQuery(tx, 'DELETE FROM reconciliations WHERE id = $1', [id]);
      await runQuery(
        tx,
        `INSERT INTO reconciliations (id, period_from, period_until, compared_at, difference, repaired, gaps)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, from, until, comparedAt, difference, repaired, json(gaps)],
      );
      for (const line of lines) await runQuery(tx, INSERT_LINE, [id, ...valuesOf(line)]);
      await work?.(tx);
    });
  }

  async find(id: string): Promise<ReconciliationReport | undefined> {
    const [row] = await this.postgres.query<ReportRow>(`SELECT * FROM ${this.schema}.reconciliations WHERE id = $1`, [
      id,
    ]);
    if (row === undefined) return undefined;
    const lines = await this.postgres.query<LineRow>(
      `SELECT * FROM ${this.schema}.reconciliation_lines WHERE reconciliation = $1 ORDER BY topic, part, hour`,
      [id],
    );
    return {
      id,
      from: row.period_from,
      until: row.period_until,
      comparedAt: row.compared_at,
      difference: Number(row.difference),
      repaired: Number(row.repaired),
      gaps: row.gaps.map(({ topic, part, from, to }) => ({ topic, part, from: BigInt(from), to: BigInt(to) })),
      lines: lines.map(lineOf),
    };
  }
}

type Work = (tx: EntityManager) => Promise<void>;

const INSERT_LINE = `INSERT INTO reconciliation_lines (reconciliation, topic, part, hour, first_off, last_off, offsets,
    lake_rows, lake_events, lake_xor, lake_gross_kopecks, warehouse_rows, warehouse_events, warehouse_xor, warehouse_gross_kopecks,
    duplicates, refused, in_flight, difference, missing, extra, changed)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`;

const valuesOf = (line: ReconciliationLine): unknown[] => [
  ...[line.topic, line.part, line.hour, line.firstOffset, line.lastOffset, line.offsets],
  ...[line.lakeRows, line.lakeEvents, line.lakeXor, line.lakeGrossKopecks],
  ...[line.warehouseRows, line.warehouseEvents, line.warehouseXor, line.warehouseGrossKopecks],
  ...[line.duplicates, line.refused, line.inFlight, line.difference],
  ...[json(line.missing), json(line.extra), json(line.changed)],
];

const lineOf = (row: LineRow): ReconciliationLine => ({
  topic: row['topic']!,
  part: row.part,
  hour: row.hour,
  firstOffset: BigInt(row['first_off']!),
  lastOffset: BigInt(row['last_off']!),
  offsets: Number(row['offsets']),
  lakeRows: Number(row['lake_rows']),
  lakeEvents: Number(row['lake_events']),
  lakeXor: BigInt(row['lake_xor']!),
  lakeGrossKopecks: BigInt(row['lake_gross_kopecks']!),
  warehouseRows: Number(row['warehouse_rows']),
  warehouseEvents: Number(row['warehouse_events']),
  warehouseXor: BigInt(row['warehouse_xor']!),
  warehouseGrossKopecks: BigInt(row['warehouse_gross_kopecks']!),
  duplicates: Number(row['duplicates']),
  refused: Number(row['refused']),
  inFlight: Number(row['in_flight']),
  difference: Number(row['difference']),
  missing: offsets(row.missing),
  extra: offsets(row.extra),
  changed: offsets(row.changed),
});

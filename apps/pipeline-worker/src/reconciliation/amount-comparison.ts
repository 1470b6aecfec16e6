import { amountsOfSpan, LEDGER_TYPES, type LedgerRow } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable } from '@nestjs/common';
import { storableFacts } from '../facts/fact-writer';
import { LakeReader } from '../lake/lake-reader';
import { holds, type LakeHour, spanOf } from './lake-hours';

const GROSS = 1;

export interface AmountFindings {
  readonly lakeGrossKopecks: bigint;
  readonly warehouseGrossKopecks: bigint;
  /** Offsets whose lines in the ledger are others than their event says. */
  readonly changed: readonly bigint[];
  /** Offsets with lines although the warehouse has their event from elsewhere. */
  readonly extra: readonly bigint[];
}

type Lines = readonly (readonly bigint[])[];

const linesOf = (rows: readonly LedgerRow[]): Lines =>
  rows.map((row) => [
    ...[BigInt(row.line_no), row.gross_kopecks, row.discount_kopecks, row.tax_kopecks, row.fee_kopecks],
    ...[row.refund_kopecks, row.chargeback_kopecks],
  ]);

const grossOf = (lines: Lines): bigint => lines.reduce((sum, line) => sum + line[GROSS]!, 0n);

const isSame = (a: Lines, b: Lines): boolean => {
  const text = (lines: Lines): string =>
    lines
      .map((line) => line.join())
      .sort()
      .join(';');
  return text(a) === text(b);
};

/** The lines of the ledger beside what the events of the lake say of money. */
@Injectable()
export class AmountComparison {
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly lake: LakeReader,
  ) {}

  /** `counts` says of an offset of the lake whether the warehouse has, or should have, its event from there. */
  async find(hour: LakeHour, counts: (offset: bigint) => boolean, signal: AbortSignal): Promise<AmountFindings> {
    const expected = await this.expected(hour, counts, signal);
    const stored = new Map<bigint, Lines>();
    for (const row of await this.clickhouse.run(amountsOfSpan(spanOf(hour, [hour])), { signal })) {
      const offset = BigInt(row._ko);
      if (holds(hour, offset)) {
        stored.set(
          offset,
          row.amounts.map((line) => line.map(BigInt)),
        );
      }
    }
    const sum = (all: ReadonlyMap<bigint, Lines>) =>
      [...all.values()].reduce((gross, lines) => gross + grossOf(lines), 0n);
    const offsets = [...new Set([...expected.keys(), ...stored.keys()])];
    const differ = offsets.filter((offset) => !isSame(expected.get(offset) ?? [], stored.get(offset) ?? []));
    return {
      lakeGrossKopecks: sum(expected),
      warehouseGrossKopecks: sum(stored),
      changed: differ.filter(counts),
      extra: differ.filter((offset) => !counts(offset)),
    };
  }

  private async expected(hour: LakeHour, counts: (offset: bigint) => boolean, signal: AbortSignal) {
    const expected = new Map<bigint, Lines>();
    const keys = hour.files.flatMap(({ key, eventType }) => (LEDGER_TYPES.includes(eventType) ? [key] : []));
    for await (const event of this.lake.events(keys, signal)) {
      const { offset } = event.lineage;
      if (!counts(offset)) continue;
      const rows = storableFacts(event)?.revenue_ledger ?? [];
      if (rows.length > 0) expected.set(offset, linesOf(rows));
    }
    return expected;
  }
}

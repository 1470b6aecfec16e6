import { asRanges, type RowDifference } from '@analytics/domain';
import type { ReconciliationLine } from '@analytics/infra-postgres';
import { type LakeHour, offsetsIn } from './lake-hours';

const MOST_RANGES = 1_000;

/** What was found of one hour: the offsets at fault, and those to be stored anew. */
export interface Findings extends RowDifference {
  /** Events of the lake that cannot be stored as facts. */
  readonly refused: number;
}

export const NOTHING_FOUND: Findings = {
  missing: [],
  extra: [],
  changed: [],
  duplicates: 0,
  restore: [],
  refused: 0,
};

export const differenceOf = ({ missing, extra, changed }: RowDifference): number =>
  missing.length + extra.length + changed.length;

/** Further offsets at fault: those that are named already stay what they were named. */
export function withFaults(
  findings: Findings,
  more: { extra?: readonly bigint[]; changed?: readonly bigint[] },
): Findings {
  const named = new Set([...findings.missing, ...findings.extra, ...findings.changed]);
  const fresh = (offsets: readonly bigint[] = []): bigint[] => offsets.filter((offset) => !named.has(offset));
  const changed = fresh(more.changed);
  return {
    ...findings,
    extra: [...findings.extra, ...fresh(more.extra)],
    changed: [...findings.changed, ...changed],
    restore: [...findings.restore, ...changed],
  };
}

export interface HourSums {
  /** Each event once, as the warehouse holds it. */
  readonly lakeXor: bigint;
  readonly warehouseRows: number;
  readonly warehouseEvents: number;
  readonly warehouseXor: bigint;
  readonly lakeGrossKopecks: bigint;
  readonly warehouseGrossKopecks: bigint;
  /** First offset the sink has not confirmed. */
  readonly confirmedTo: bigint;
}

export interface ComparedHour {
  readonly hour: LakeHour;
  readonly findings: Findings;
  readonly line: ReconciliationLine;
}

export function comparedHour(hour: LakeHour, findings: Findings, sums: HourSums): ComparedHour {
  const { confirmedTo, ...held } = sums;
  const { missing, extra, changed, duplicates, refused } = findings;
  const beyond = hour.ranges.reduce((sum, { from, to }) => sum + beyondIn(from, to, confirmedTo), 0);
  const line: ReconciliationLine = {
    topic: hour.topic,
    part: hour.part,
    hour: hour.hour,
    firstOffset: hour.ranges.reduce((least, { from }) => (from < least ? from : least), hour.ranges[0]!.from),
    lastOffset: hour.ranges.reduce((most, { to }) => (to > most ? to : most), hour.ranges[0]!.to),
    offsets: offsetsIn(hour),
    lakeRows: hour.rows,
    lakeEvents: hour.rows - duplicates,
    ...held,
    duplicates,
    refused,
    inFlight: beyond,
    difference: differenceOf(findings),
    missing: asRanges(missing, MOST_RANGES),
    extra: asRanges(extra, MOST_RANGES),
    changed: asRanges(changed, MOST_RANGES),
  };
  return { hour, findings, line };
}

const beyondIn = (from: bigint, to: bigint, confirmedTo: bigint): number => {
  const first = from > confirmedTo ? from : confirmedTo;
  return first > to ? 0 : Number(to - first) + 1;
};

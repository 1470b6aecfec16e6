import { text, textList, time, uint16, uint32, uint32List, uint64, uint64List } from '../sql/binders';
import { identifier, join, sql, type SqlFragment } from '../sql/sql';
import { statement } from '../sql/statement';
import { FACT_TABLES, type FactTable } from '../warehouse/facts';

/** Offsets of one partition, with the bounds of what their events say of when they happened. */
export interface FactsSpan {
  readonly topic: string;
  readonly part: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Offsets from `from` up to the next segment's belong to this group; those of none are not counted. */
export interface Segment {
  readonly from: bigint;
  readonly group: number | undefined;
}

export interface GroupSums {
  readonly group_no: number;
  /** 1 in the one row that is about all groups together. */
  readonly is_total: number;
  readonly row_count: string;
  readonly events: string;
  readonly xor: string;
}

export interface OffsetAmounts {
  readonly _ko: string;
  /** Of every line its number, gross, discount, tax, fee, refund and chargeback. */
  readonly amounts: readonly (readonly string[])[];
}

const GIB = 1024 ** 3;
const LIMITS = { maxRows: 5_000_000, maxSeconds: 600, maxMemoryBytes: 4 * GIB, maxRowsToRead: 1e13 };
/** A number no group has. */
const NO_GROUP = 2 ** 32 - 1;
const TABLES = Object.keys(FACT_TABLES) as FactTable[];

const place = ({ topic, part, from, to }: FactsSpan): SqlFragment =>
  sql`_kt = ${text(topic)} AND _kp = ${uint16(part)} AND _ko BETWEEN ${uint64(from)} AND ${uint64(to)}`;
const happened = ({ firstAt, lastAt }: FactsSpan): SqlFragment =>
  sql`effective_at BETWEEN ${time(firstAt)} AND ${time(lastAt)}`;

/** Rows, events and xor of every group that has a row, and of all of them; segments in the order of their offsets. */
export const groupSums = (span: FactsSpan, segments: readonly Segment[]) => {
  const starts = uint64List(segments.map(({ from }) => from));
  const groups = uint32List(segments.map(({ group }) => group ?? NO_GROUP));
  return statement<GroupSums>({
    name: 'reconciliation-sums',
    query: sql`SELECT group_no, grouping(group_no) = 0 AS is_total, count() AS row_count, uniqExact(source, id) AS events, groupBitXor(_hash) AS xor
      FROM (
        SELECT transform(roundDown(_ko, ${starts}), ${starts}, ${groups}, toUInt32(${uint32(NO_GROUP)})) AS group_no, source, id, _hash
        FROM events WHERE ${place(span)} AND ${happened(span)}
      ) WHERE group_no != ${uint32(NO_GROUP)} GROUP BY GROUPING SETS ((group_no), ())
      SETTINGS force_grouping_standard_compatibility = 0`,
    limits: LIMITS,
  });
};

/** Every offset but the first of events that are stored from more than one. */
export const repeatedEvents = (span: FactsSpan) =>
  statement<{ later: string }>({
    name: 'reconciliation-repeated',
    query: sql`SELECT arrayJoin(arraySlice(arraySort(groupUniqArray(_ko)), 2)) AS later
      FROM events WHERE ${place(span)} AND ${happened(span)} GROUP BY source, id HAVING uniqExact(_ko) > 1`,
    limits: LIMITS,
  });

/** What the warehouse holds of the span, row by row as it is stored. */
export const rowsOfSpan = (span: FactsSpan) =>
  statement<{ _ko: string; _hash: string; source: string; id: string }>({
    name: 'reconciliation-rows',
    query: sql`SELECT _ko, _hash, source, id FROM events WHERE ${place(span)} AND ${happened(span)}`,
    limits: LIMITS,
  });

/** From which offsets these events came into the warehouse, as its copy by identity says. */
export const placesOfEvents = (events: readonly (readonly [source: string, id: string])[]) =>
  statement<{ source: string; id: string; effective_ms: string; _kt: string; _kp: number; _ko: string }>({
    name: 'reconciliation-places',
    query: sql`WITH arrayZip(${textList(events.map(([source]) => source))}, ${textList(events.map(([, id]) => id))}) AS pairs
      SELECT source, id, toUnixTimestamp64Milli(effective_at) AS effective_ms, _kt, _kp, _ko FROM event_identities
      WHERE identity IN (SELECT sipHash64(pair.1, pair.2) FROM (SELECT arrayJoin(pairs) AS pair))
        AND (source, id) IN (SELECT arrayJoin(pairs))`,
    limits: LIMITS,
  });

/** The amounts in the ledger by the offset they came from, every stored row of them. */
export const amountsOfSpan = (span: FactsSpan) =>
  statement<OffsetAmounts>({
    name: 'reconciliation-amounts',
    query: sql`SELECT _ko, arraySort(groupArray([toInt64(line_no), gross_kopecks, discount_kopecks, tax_kopecks, fee_kopecks,
        refund_kopecks, chargeback_kopecks])) AS amounts
      FROM revenue_ledger WHERE ${place(span)} GROUP BY _ko`,
    limits: LIMITS,
  });

/** The months that facts from these offsets fall in, as `YYYYMM`. */
export const monthsOfOffsets = ({ topic, part }: FactsSpan, offsets: readonly bigint[]) => {
  const from = sql`WHERE _kt = ${text(topic)} AND _kp = ${uint16(part)} AND _ko IN ${uint64List(offsets)}`;
  return statement<{ month: number }>({
    name: 'reconciliation-months',
    query: sql`SELECT toYYYYMM(effective_at) AS month FROM events ${from} UNION DISTINCT SELECT toYYYYMM(booked_at) AS month FROM revenue_ledger ${from}`,
    limits: LIMITS,
  });
};

/** Takes what came from these offsets out of a table of facts. */
export const eraseOffsets = (table: FactTable, { topic, part }: FactsSpan, offsets: readonly bigint[]) =>
  statement<never>({
    name: 'reconciliation-erase',
    query: sql`ALTER TABLE ${identifier(TABLES, table)} DELETE
      WHERE _kt = ${text(topic)} AND _kp = ${uint16(part)} AND _ko IN (${join(offsets.map(uint64), sql`, `)})`,
    limits: LIMITS,
  });

/** How many events the warehouse has from before an offset of a partition. */
export const rowsBefore = ({ topic, part }: { readonly topic: string; readonly part: number }, end: bigint) =>
  statement<{ row_count: string }>({
    name: 'rebuild-rows-before',
    query: sql`SELECT count() AS row_count FROM events WHERE _kt = ${text(topic)} AND _kp = ${uint16(part)} AND _ko < ${uint64(end)}`,
    limits: LIMITS,
  });

/** Rows and sums of a table of facts: equal for equal content in whatever order it came. */
export const factSums = (table: FactTable) =>
  statement<{ row_count: string; xor: string; sum: string }>({
    name: 'fact-sums',
    query: sql`SELECT count() AS row_count, groupBitXor(_hash) AS xor, sum(_hash) AS sum FROM ${identifier(TABLES, table)} FINAL`,
    limits: LIMITS,
  });

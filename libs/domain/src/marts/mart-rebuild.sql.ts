import { text, time, uint16, uint32, uint64 } from '../sql/binders';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';
import { identifier, join, sql, type SqlFragment } from '../sql/sql';
import { type Statement, statement } from '../sql/statement';
import type { Mart, MartSource } from './mart';

/** `202611`; 0 stands for all of history, where a mart has one partition only. */
export type MartMonth = number;

export const MART_CERTIFICATES_TABLE = insertTable('mart_certificates', {
  mart: col.lowCardinality(col.string),
  month: col.uint32,
  rebuilt_at: col.dateTime64(3),
  input_rows: col.uint64,
  input_xor: col.uint64,
  input_offsets: col.array(col.string),
  code_version: col.lowCardinality(col.string),
  rows: col.uint64,
  content_hash: col.string,
  found_hash: col.string,
  duration_ms: col.uint32,
});
export type MartCertificate = RowOf<typeof MART_CERTIFICATES_TABLE>;

export interface MartContent {
  readonly rows: string;
  readonly content_hash: string;
}
export interface MartInput {
  readonly facts: string;
  readonly topic: string;
  readonly part: number;
  readonly input_rows: string;
  readonly input_xor: string;
  readonly last_offset: string;
  /** Of these the ones up to the ends that were asked with. */
  readonly known_rows: string;
  readonly known_xor: string;
}

/** How far facts had come when somebody looked, by the partition of Kafka they came from. */
export type MartInputEnds = readonly Pick<MartInput, 'topic' | 'part' | 'last_offset'>[];
/** Facts up to these ends, or those after them. */
export type MartFacts = { readonly upTo: MartInputEnds } | { readonly after: MartInputEnds };

/** A month of facts is rebuilt as a whole; what would take longer than this is to be split by hand. */
const limits = { maxRows: 100_000, maxSeconds: 1_800, maxMemoryBytes: 8e9, maxRowsToRead: 10_000_000_000 };

const table = (name: string): SqlFragment => identifier([name], name);
type Copy = 'shadow' | 'former';
const copyOf = ({ name }: Mart, copy: Copy): SqlFragment => table(`${name}_${copy}`);
const shadow = (mart: Mart): SqlFragment => copyOf(mart, 'shadow');
const columns = (mart: Mart): SqlFragment => join(mart.columns.map(table), sql`, `);
const change = (name: string, query: SqlFragment): Statement<never> => statement<never>({ name, query, limits });

const upTo = (ends: MartInputEnds): SqlFragment =>
  sql`(${join(
    [
      sql`0`,
      ...ends.map(
        ({ topic, part, last_offset: last }) =>
          sql`(_kt = ${text(topic)} AND _kp = ${uint16(part)} AND _ko <= ${uint64(BigInt(last))})`,
      ),
    ],
    sql` OR `,
  )})`;
const within = (span: MartFacts): SqlFragment => ('upTo' in span ? upTo(span.upTo) : sql`NOT ${upTo(span.after)}`);

/** Each fact once, whatever the merges of its table have come to. */
const factsOfMonth = ({ facts, time: at }: MartSource, month: MartMonth, span?: MartFacts): SqlFragment => {
  const conditions = [
    ...(month === 0 ? [] : [sql`toYYYYMM(${table(at)}) = ${uint32(month)}`]),
    ...(span === undefined ? [] : [within(span)]),
  ];
  const where = conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, sql` AND `)}`;
  return sql`(SELECT * FROM ${table(facts)} FINAL${where})`;
};
const inMonth = (mart: Mart, month: MartMonth): SqlFragment =>
  mart.byMonth ? sql`toYYYYMM(hour) = ${uint32(month)}` : sql`1`;

/** Copies are left over where a rebuild was killed; they hold nothing anybody reads. */
export const dropCopy = (mart: Mart, copy: Copy): Statement<never> =>
  change('drop-mart-copy', sql`DROP TABLE IF EXISTS ${copyOf(mart, copy)} SYNC`);

export const createCopy = (mart: Mart, copy: Copy): Statement<never> =>
  change('create-mart-copy', sql`CREATE TABLE ${copyOf(mart, copy)} AS ${table(mart.name)}`);

/** Without deduplication: two views may well give equal blocks, and both count. */
export const fillShadow = (mart: Mart, source: MartSource, month: MartMonth, span?: MartFacts): Statement<never> =>
  change(
    'fill-mart-shadow',
    sql`INSERT INTO ${shadow(mart)} (${columns(mart)}) ${source.select(factsOfMonth(source, month, span))} SETTINGS insert_deduplicate = 0`,
  );

export const keepOlder = (mart: Mart, before: Date): Statement<never> | undefined =>
  mart.older &&
  change(
    'keep-older-mart-rows',
    sql`INSERT INTO ${shadow(mart)} (${columns(mart)}) ${mart.older(table(mart.name), sql`${time(before)}`)} SETTINGS insert_deduplicate = 0`,
  );

const partitionOf = (mart: Mart, month: MartMonth): SqlFragment => sql`${text(mart.byMonth ? String(month) : 'all')}`;

/** What is about to be replaced, without copying a byte: it can be looked at when writers go on. */
export const keepFormer = (mart: Mart, month: MartMonth): Statement<never> =>
  change(
    'keep-former-mart-partition',
    sql`ALTER TABLE ${copyOf(mart, 'former')} REPLACE PARTITION ID ${partitionOf(mart, month)} FROM ${table(mart.name)}`,
  );

/** One step for who reads: before it the former rows, after it the new ones. Nothing new to put there is a step of its own to the engine. */
export function swapPartition(mart: Mart, month: MartMonth, isEmpty: boolean): Statement<never> {
  const partition = partitionOf(mart, month);
  const swap = isEmpty
    ? sql`DROP PARTITION ID ${partition}`
    : sql`REPLACE PARTITION ID ${partition} FROM ${shadow(mart)}`;
  return change('swap-mart-partition', sql`ALTER TABLE ${table(mart.name)} ${swap}`);
}

/** Whether there is anything of a month, in a mart or in what is to take its place. */
export const martRows = (mart: Mart, month: MartMonth, of: 'mart' | Copy): Statement<{ readonly rows: string }> =>
  statement({
    name: 'mart-rows',
    query: sql`SELECT count() AS rows FROM ${of === 'mart' ? table(mart.name) : copyOf(mart, of)} WHERE ${inMonth(mart, month)}`,
    limits,
  });

/** The same for equal content, in whatever order and however many parts its rows lie. */
export function martContent(mart: Mart, month: MartMonth, of: Copy): Statement<MartContent> {
  const rows = mart.content(copyOf(mart, of), inMonth(mart, month));
  return statement<MartContent>({
    name: 'mart-content',
    query: sql`SELECT count() AS rows, lower(concat(hex(groupBitXor(sipHash64(*))), hex(sumWithOverflow(cityHash64(*))))) AS content_hash FROM (${rows})`,
    limits,
  });
}

/** Which facts there are, by the partition of Kafka they came from, and which of them are within the ends. */
export const martInput = (source: MartSource, month: MartMonth, ends: MartInputEnds): Statement<MartInput> =>
  statement<MartInput>({
    name: 'mart-input',
    query: sql`SELECT ${text(source.facts)} AS facts, toString(_kt) AS topic, toUInt32(_kp) AS part, count() AS input_rows, groupBitXor(_hash) AS input_xor, max(_ko) AS last_offset,
        countIf(${upTo(ends)}) AS known_rows, groupBitXorIf(_hash, ${upTo(ends)}) AS known_xor
      FROM ${factsOfMonth(source, month)} GROUP BY topic, part ORDER BY topic, part`,
    limits,
  });

/** The months a mart or its facts have anything of. */
export const martMonths = (mart: Mart): Statement<{ readonly month: number }> =>
  statement({
    name: 'mart-months',
    query: sql`SELECT DISTINCT month FROM (${join(
      [
        ...mart.sources.map(
          (source) => sql`SELECT toYYYYMM(${table(source.time)}) AS month FROM ${table(source.facts)}`,
        ),
        ...(mart.byMonth ? [sql`SELECT toYYYYMM(hour) AS month FROM ${table(mart.name)}`] : []),
      ],
      sql` UNION ALL `,
    )}) ORDER BY month`,
    limits,
  });

/** Whoever changes facts that views have counted puts their months on the list of marts to make anew. */
export const MART_DUES_TABLE = insertTable('mart_dues', { month: col.uint32, asked_at: col.dateTime64(3) });

export interface MartDue {
  /** Empty where all marts of the month wait. */
  readonly mart: string;
  readonly month: number;
  readonly asked_at: string;
}

/** What waits for a rebuild, with the time since when: months whose facts changed, and those that a new mart does not have yet. */
export const martDues: Statement<MartDue> = statement({
  name: 'mart-dues',
  query: sql`SELECT '' AS mart, month, asked_at FROM mart_dues FINAL
      UNION ALL
      SELECT toString(mart) AS mart, month, asked_at FROM new_mart_dues FINAL`,
  limits,
});

export const lastCertificates: Statement<{ readonly mart: string; readonly month: number; readonly at: string }> =
  statement({
    name: 'last-mart-certificates',
    query: sql`SELECT mart, month, max(rebuilt_at) AS at FROM mart_certificates GROUP BY mart, month`,
    limits,
  });

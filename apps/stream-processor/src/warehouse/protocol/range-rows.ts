import { FACT_TABLES, type FactTable, WAREHOUSE_VERSION, xorOf } from '@analytics/domain';
import type { Candidate } from './candidate';
import type { Place, Span } from './sink-ports';

/** What tells two sets of rows apart: their number, and two sums over the hashes of the records they come from. */
export interface Sum {
  readonly rows: number;
  readonly xor: bigint;
  /** Modulo 2^64: an even number of rows of one record cancels out in the xor, not here. */
  readonly sum: bigint;
}

export const TRANSFORM_VERSION = String(WAREHOUSE_VERSION);

/** Events go last: what another table refuses is then not among them yet. */
export const TABLES: readonly FactTable[] = [
  ...(Object.keys(FACT_TABLES) as FactTable[]).filter((table) => table !== 'events'),
  'events',
];

export const rowsIn = ({ facts }: Candidate, table: FactTable): readonly object[] =>
  table === 'events' ? [facts.events] : facts[table];

export const rowsOf = (candidates: readonly Candidate[], table: FactTable): object[] =>
  candidates.flatMap((candidate) => rowsIn(candidate, table));

export function sumOf(candidates: readonly Candidate[], table: FactTable): Sum {
  let [rows, xor, sum] = [0, 0n, 0n];
  for (const candidate of candidates) {
    const count = rowsIn(candidate, table).length;
    rows += count;
    if (count % 2 === 1) xor ^= candidate.hash;
    sum = BigInt.asUintN(64, sum + candidate.hash * BigInt(count));
  }
  return { rows, xor, sum };
}

export const isSame = (a: Sum, b: Sum): boolean => a.rows === b.rows && a.xor === b.xor && a.sum === b.sum;

export const xorOfAll = (candidates: readonly Candidate[]): bigint => xorOf(candidates.map(({ hash }) => hash));

/** The same rows have the same token whoever sends them; `again` makes another one for rows that were taken out. */
export const tokenOf = (table: FactTable, { topic, part, from, to }: Span, again = ''): string =>
  `warehouse:${table}:${topic}:${part}:${from}-${to}${again}`;

export const without = (candidates: readonly Candidate[], refused: ReadonlySet<bigint>): readonly Candidate[] =>
  refused.size === 0 ? candidates : candidates.filter(({ offset }) => !refused.has(offset));

const timeOf = ({ facts }: Candidate): number => facts.events.effective_at.getTime();

export function spanOf(place: Place, from: bigint, to: bigint, candidates: readonly Candidate[]): Span {
  let [first, last] = [Infinity, -Infinity];
  for (const candidate of candidates) {
    first = Math.min(first, timeOf(candidate));
    last = Math.max(last, timeOf(candidate));
  }
  if (candidates.length === 0) [first, last] = [0, 0];
  return { ...place, from, to, firstAt: new Date(first), lastAt: new Date(last) };
}

/** First days of the months in which rows of this table lie. */
export const monthsOf = (candidates: readonly Candidate[], table: FactTable): string[] => [
  ...new Set(candidates.filter((candidate) => rowsIn(candidate, table).length > 0).map(monthOf)),
];

export const monthOf = ({ facts }: Candidate): string => `${facts.events.effective_at.toISOString().slice(0, 7)}-01`;

import { xorOf } from '../lake/rows-xor';

/** A row of the lake or of the warehouse as a comparison sees it. */
export interface ComparedRow {
  readonly offset: bigint;
  readonly hash: bigint;
  /** Source and id of the event as one text. */
  readonly identity: string;
}

/** What a comparison says of a place; every offset stands in one list at most. */
export interface RowDifference {
  /** Events of the lake that the warehouse has from no offset. */
  readonly missing: readonly bigint[];
  /** Rows of the warehouse that are there more than once, or that the lake does not have. */
  readonly extra: readonly bigint[];
  /** Offsets of which the warehouse holds something else than the lake. */
  readonly changed: readonly bigint[];
  /** Rows of the lake that repeat an event the warehouse has from another offset. */
  readonly duplicates: number;
  /** What is to be stored anew from the lake once `extra` and `changed` are taken out. */
  readonly restore: readonly bigint[];
}

/**
 * Sorts out why two sets of rows of the same offsets differ. The lake keeps every record that was accepted, the warehouse every
 * event once; `elsewhere` are identities the warehouse has from offsets outside of these.
 */
export function compareRows(
  lake: readonly ComparedRow[],
  warehouse: readonly ComparedRow[],
  elsewhere: ReadonlySet<string> = new Set(),
): RowDifference {
  const ofLake = new Map(lake.map((row) => [row.offset, row]));
  const [extra, changed] = [new Set<bigint>(), new Set<bigint>()];
  const seen = new Set<bigint>();
  const kept = new Map<string, bigint>();
  for (const row of [...warehouse].sort((a, b) => (a.offset < b.offset ? -1 : 1))) {
    const { offset, identity, hash } = row;
    const original = ofLake.get(offset);
    if (original === undefined || seen.has(offset)) extra.add(offset);
    else if (original.hash !== hash || original.identity !== identity) changed.add(offset);
    else if (kept.has(identity)) extra.add(offset);
    else kept.set(identity, offset);
    seen.add(offset);
  }
  for (const offset of changed) if (extra.has(offset)) changed.delete(offset);
  const mended = new Set([...changed].map((offset) => ofLake.get(offset)?.identity));
  const absent = lake.filter(({ offset }) => !seen.has(offset));
  const missing: bigint[] = [];
  const wanted = new Set<string>();
  for (const { offset, identity } of [...absent].sort((a, b) => (a.offset < b.offset ? -1 : 1))) {
    // Of a changed event the warehouse has a row: what it should hold is put right there.
    if ([kept, elsewhere, wanted, mended].some((known) => known.has(identity))) continue;
    missing.push(offset);
    wanted.add(identity);
  }
  const touched = [...missing, ...extra, ...changed].sort(ascending);
  return {
    missing,
    extra: [...extra].sort(ascending),
    changed: [...changed].sort(ascending),
    duplicates: absent.length - missing.length,
    restore: restored(touched, ofLake, new Set([...remaining(kept, extra), ...elsewhere])),
  };
}

const remaining = (kept: ReadonlyMap<string, bigint>, extra: ReadonlySet<bigint>): string[] =>
  [...kept].flatMap(([identity, offset]) => (extra.has(offset) ? [] : [identity]));

/** Of every event that is nowhere else the first of these offsets. */
function restored(
  touched: readonly bigint[],
  lake: ReadonlyMap<bigint, ComparedRow>,
  there: ReadonlySet<string>,
): bigint[] {
  const known = new Set(there);
  return touched.filter((offset) => {
    const identity = lake.get(offset)?.identity;
    return identity !== undefined && !known.has(identity) && known.add(identity);
  });
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Identities of which the warehouse has no row in this place: whether it has one elsewhere decides if they are missing. */
export function notHere(lake: readonly ComparedRow[], warehouse: readonly ComparedRow[]): string[] {
  const here = new Set(warehouse.map(({ identity }) => identity));
  return [...new Set(lake.filter(({ identity }) => !here.has(identity)).map(({ identity }) => identity))];
}

/**
 * The xor of what the lake says of events that count, each once: of the rows at these offsets, which are those that the warehouse
 * has or should have, without what repeats an event. Where nothing is at fault it is the warehouse's own.
 */
export function xorOfEvents(lake: readonly ComparedRow[], counted: ReadonlySet<bigint>): bigint {
  const events = new Map<string, bigint>();
  for (const { offset, identity, hash } of [...lake].sort((a, b) => ascending(a.offset, b.offset))) {
    if (counted.has(offset) && !events.has(identity)) events.set(identity, hash);
  }
  return xorOf(events.values());
}

/** Offsets as ranges, both ends included, at most so many; what is beyond is cut. */
export function asRanges(offsets: readonly bigint[], most: number): (readonly [bigint, bigint])[] {
  const ranges: [bigint, bigint][] = [];
  for (const offset of [...offsets].sort(ascending)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1n === offset) last[1] = offset;
    else if (ranges.length === most) break;
    else ranges.push([offset, offset]);
  }
  return ranges;
}

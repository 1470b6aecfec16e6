/** Offsets of one partition, both ends included. */
export interface OffsetRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** The first place where the offsets do not go on one by one from `next`: what is missing there. */
export function firstGap(next: bigint, offsets: readonly bigint[]): OffsetRange | undefined {
  let expected = next;
  for (const offset of offsets) {
    if (offset > expected) return { from: expected, to: offset - 1n };
    expected = offset + 1n;
  }
  return undefined;
}

/** Ranges that are stored, in any order: what is missing between them. */
export function gapsBetween(ranges: readonly OffsetRange[]): OffsetRange[] {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1));
  return sorted.slice(1).flatMap((range, index) => {
    const before = sorted[index]!;
    return range.from > before.to + 1n ? [{ from: before.to + 1n, to: range.from - 1n }] : [];
  });
}

/** A half-open stretch of time in milliseconds. */
export interface Interval {
  readonly from: number;
  readonly until: number;
}

/** The same time without overlaps, in order. */
export function unionOf(intervals: readonly Interval[]): Interval[] {
  const union: { from: number; until: number }[] = [];
  for (const { from, until } of [...intervals].sort((one, other) => one.from - other.from)) {
    const last = union[union.length - 1];
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else union.push({ from, until });
  }
  return union;
}

export function lengthWithin(intervals: readonly Interval[], bounds: Interval): number {
  let length = 0;
  for (const { from, until } of intervals) {
    length += Math.max(0, Math.min(until, bounds.until) - Math.max(from, bounds.from));
  }
  return length;
}

/** The largest number of groups that are in one of their intervals at the same instant of the bounds. */
export function peakWithin(groups: Iterable<readonly Interval[]>, bounds: Interval): number {
  const changes: { at: number; by: 1 | -1 }[] = [];
  for (const group of groups) {
    for (const { from, until } of unionOf(group)) {
      const [start, end] = [Math.max(from, bounds.from), Math.min(until, bounds.until)];
      if (start < end) changes.push({ at: start, by: 1 }, { at: end, by: -1 });
    }
  }
  // At one instant the leavers go first: the stretches are half-open.
  changes.sort((one, other) => one.at - other.at || one.by - other.by);
  let present = 0;
  let peak = 0;
  for (const { by } of changes) {
    present += by;
    peak = Math.max(peak, present);
  }
  return peak;
}

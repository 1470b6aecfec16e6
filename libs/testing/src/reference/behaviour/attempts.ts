import type { Told } from '../facts/known-events';
import type { Matches } from './doings';

export interface FunnelShape {
  readonly steps: readonly Matches[];
  /** `ordered`: other events may lie between; `strict`: no interaction does; `any`: in whatever order. */
  readonly order: 'ordered' | 'strict' | 'any';
  /** From the first step to the last, inclusive. */
  readonly windowMs: number;
  /** What may not lie between the steps of a strict funnel; everything unless said. */
  readonly interactions?: Matches;
}

/** One way through a funnel, from one entry as far as it goes. */
export interface Attempt {
  readonly depth: number;
  readonly enteredAt: number;
  readonly endedAt: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly lastEntryAt: number;
}

/** The deepest way that begins with an event of a unit; undefined if that event begins none. */
export function attemptAt(unit: readonly Told[], index: number, shape: FunnelShape): Attempt | undefined {
  const ways = { ordered, strict, any: inAnyOrder };
  const used = ways[shape.order](unit, index, shape);
  if (used.length === 0) return undefined;
  const lastIndex = used.reduce((one, other) => (unit[other]!.at >= unit[one]!.at ? other : one));
  return {
    depth: used.length,
    enteredAt: unit[index]!.at,
    endedAt: unit[lastIndex]!.at,
    firstIndex: index,
    lastIndex: Math.max(...used),
    lastEntryAt: unit[index]!.at,
  };
}

/** Steps at non-decreasing times, each with an event of its own: of events at one instant every choice is tried. */
function ordered(unit: readonly Told[], entry: number, { steps, windowMs }: FunnelShape): number[] {
  if (!steps[0]!(unit[entry]!.event)) return [];
  const end = unit[entry]!.at + windowMs;
  const firstAt = (instant: number): number => {
    let index = entry;
    while (index > 0 && unit[index - 1]!.at >= instant) index -= 1;
    return index;
  };
  const goOn = (used: readonly number[]): readonly number[] => {
    const step = steps[used.length];
    if (step === undefined) return used;
    const last = unit[used[used.length - 1]!]!;
    let deepest = used;
    let earliest: number | undefined;
    for (let index = firstAt(last.at); index < unit.length; index += 1) {
      const one = unit[index]!;
      if (one.at > end || (earliest !== undefined && one.at > earliest)) break;
      if (one.at < last.at || used.includes(index) || !step(one.event)) continue;
      earliest = one.at;
      const way = goOn([...used, index]);
      if (way.length > deepest.length) deepest = way;
    }
    return deepest;
  };
  return [...goOn([entry])];
}

/** Each step is the very next interaction of the unit. */
function strict(unit: readonly Told[], entry: number, shape: FunnelShape): number[] {
  const { steps, windowMs, interactions = () => true } = shape;
  if (!steps[0]!(unit[entry]!.event)) return [];
  const used = [entry];
  for (let index = entry + 1; index < unit.length && used.length < steps.length; index += 1) {
    const one = unit[index]!;
    if (one.at > unit[entry]!.at + windowMs) break;
    if (steps[used.length]!(one.event)) used.push(index);
    else if (interactions(one.event)) break;
  }
  return used;
}

/** As many steps as find an event of their own within the window from the entry, which fills one of them. */
function inAnyOrder(unit: readonly Told[], entry: number, { steps, windowMs }: FunnelShape): number[] {
  const eventOf = new Map<number, number>();
  const fill = (index: number, tried: Set<number>): boolean =>
    steps.some((step, number) => {
      if (tried.has(number) || !step(unit[index]!.event)) return false;
      tried.add(number);
      const holder = eventOf.get(number);
      if (holder !== undefined && !fill(holder, tried)) return false;
      eventOf.set(number, index);
      return true;
    });
  // The first to be filled in stays in: later ones only move it to another step.
  if (!fill(entry, new Set())) return [];
  for (let index = entry + 1; index < unit.length && eventOf.size < steps.length; index += 1) {
    if (unit[index]!.at > unit[entry]!.at + windowMs) break;
    fill(index, new Set());
  }
  return [...eventOf.values()];
}

import type { ValidatedEvent } from '@analytics/contracts';
import type { Interval } from '../facts/intervals';
import { groupedBy, type Told } from '../facts/known-events';
import { worldOf } from '../world';
import { attemptAt, type Attempt, type FunnelShape } from './attempts';
import { doingsByUser } from './doings';

export interface FunnelQuestion extends Omit<FunnelShape, 'windowMs'> {
  /** 14 days unless said. */
  readonly windowMs?: number;
  /** A property that stays the same through all steps: the unit is then a person and one of its values. */
  readonly hold?: string;
  readonly count: 'unique' | 'total';
  /** When the first step is to be; the others may come after its end. */
  readonly period: Interval;
}

export interface FunnelAnswer {
  readonly entered: number;
  /** How many reached at least each step. */
  readonly reached: readonly number[];
  readonly converted: number;
  /** Not converted, but their window is still open at the watermark. */
  readonly inProgress: number;
  readonly dropped: number;
  /** Milliseconds from the first step to the last, ascending. */
  readonly timesToConvert: readonly number[];
}

const TWO_WEEKS_MS = 14 * 24 * 3_600_000;

export function referenceFunnel(delivered: readonly ValidatedEvent[], question: FunnelQuestion): FunnelAnswer {
  const world = worldOf(delivered);
  const { hold, windowMs = TWO_WEEKS_MS, steps, count, period } = question;
  const shape = { ...question, windowMs };
  const units = [...doingsByUser(world).values()].flatMap((doings) =>
    hold === undefined ? [doings] : [...heldValues(doings, hold)],
  );
  const attempts = units.flatMap((unit) => {
    const all = attemptsOf(unit, shape, period);
    if (count === 'total') return oneAfterTheOther(all, shape);
    return all.length === 0 ? [] : [best(all)];
  });
  const isConverted = ({ depth }: Attempt): boolean => depth === steps.length;
  const isOpen = ({ lastEntryAt }: Attempt): boolean => lastEntryAt + windowMs > world.watermark;
  const converted = attempts.filter(isConverted);
  const open = attempts.filter((attempt) => !isConverted(attempt) && isOpen(attempt));
  return {
    entered: attempts.length,
    reached: steps.map((_, index) => attempts.filter(({ depth }) => depth > index).length),
    converted: converted.length,
    inProgress: open.length,
    dropped: attempts.length - converted.length - open.length,
    timesToConvert: converted.map(({ enteredAt, endedAt }) => endedAt - enteredAt).sort((one, other) => one - other),
  };
}

function heldValues(doings: readonly Told[], property: string): Iterable<Told[]> {
  const valued = doings.filter(({ event }) => typeof event.data[property] === 'string');
  return groupedBy(valued, ({ event }) => event.data[property]).values();
}

/** Every entry of a unit in the period, with how far it went. */
function attemptsOf(unit: readonly Told[], shape: FunnelShape, { from, until }: Interval): Attempt[] {
  return unit.flatMap((one, index) => {
    const attempt = one.at >= from && one.at < until ? attemptAt(unit, index, shape) : undefined;
    return attempt === undefined ? [] : [attempt];
  });
}

/** The deepest, among equals the one completed earliest; open as long as any of them is. */
function best(attempts: readonly Attempt[]): Attempt {
  const chosen = attempts.reduce((one, other) => {
    if (other.depth !== one.depth) return other.depth > one.depth ? other : one;
    return other.endedAt < one.endedAt ? other : one;
  });
  return { ...chosen, lastEntryAt: Math.max(...attempts.map(({ lastEntryAt }) => lastEntryAt)) };
}

/** A new entry counts once the one before is complete or its window is over. */
function oneAfterTheOther(attempts: readonly Attempt[], { steps, windowMs }: FunnelShape): Attempt[] {
  const counted: Attempt[] = [];
  for (const attempt of attempts) {
    const last = counted[counted.length - 1];
    const isFree =
      last === undefined ||
      (last.depth === steps.length
        ? attempt.firstIndex > last.lastIndex
        : attempt.enteredAt > last.enteredAt + windowMs);
    if (isFree) counted.push(attempt);
  }
  return counted;
}

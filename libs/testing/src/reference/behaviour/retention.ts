import type { ValidatedEvent } from '@analytics/contracts';
import { Calendar, type Granularity } from '../facts/calendar';
import type { Interval } from '../facts/intervals';
import { worldOf } from '../world';
import { doingsByUser, type Matches } from './doings';

export interface RetentionQuestion {
  readonly zone: string;
  /** When people start. */
  readonly period: Interval;
  readonly granularity: Exclude<Granularity, 'hour' | 'minute'>;
  readonly starts: Matches;
  readonly returns: Matches;
  /** People count where they started first ever, or in every period they started in. */
  readonly cohort: 'first_time' | 'recurring';
  /** `calendar`: periods of the zone; `rolling`: 24 hours (7 days, 30 days) from each person's start. */
  readonly dayMode: 'calendar' | 'rolling';
  readonly kind: 'on' | 'on_or_after' | 'every';
  /** The periods asked for: numbers, or brackets `[from, to]`, both included, of the kind `on`. */
  readonly periods: readonly (number | readonly [number, number])[];
}

export interface RetentionCohort {
  readonly start: Date;
  readonly size: number;
  /** People who came back; null while the period is not over. */
  readonly returned: readonly (number | null)[];
}

export interface RetentionAnswer {
  readonly cohorts: readonly RetentionCohort[];
  /** Share over all cohorts that are old enough. */
  readonly mean: readonly (number | null)[];
}

interface Member {
  readonly startedAt: number;
  readonly returnedAt: readonly number[];
}

const DAY_MS = 24 * 3_600_000;
const ROLLING_DAYS = { day: 1, week: 7, month: 30 } as const;

export function referenceRetention(delivered: readonly ValidatedEvent[], question: RetentionQuestion): RetentionAnswer {
  const world = worldOf(delivered);
  const calendar = Calendar.of(question.zone);
  const people = [...doingsByUser(world).values()];
  const cohorts = calendar.buckets(question.period, question.granularity).map((bucket) => {
    const members = people.flatMap((doings) => {
      const starts = doings.filter(({ event }) => question.starts(event)).map(({ at }) => at);
      const candidates = question.cohort === 'first_time' ? starts.slice(0, 1) : starts;
      const startedAt = candidates.find((at) => at >= bucket.from && at < bucket.until);
      if (startedAt === undefined) return [];
      return [{ startedAt, returnedAt: doings.filter(({ event }) => question.returns(event)).map(({ at }) => at) }];
    });
    return cohortOf({ calendar, question, bucket, watermark: world.watermark }, members);
  });
  return { cohorts, mean: question.periods.map((_, index) => meanOf(cohorts, index)) };
}

interface Frame {
  readonly calendar: Calendar;
  readonly question: RetentionQuestion;
  readonly bucket: Interval;
  readonly watermark: number;
}

function cohortOf(frame: Frame, members: readonly Member[]): RetentionCohort {
  const { question, bucket, watermark } = frame;
  const returned = question.periods.map((asked) => {
    const [from, to] = typeof asked === 'number' ? [asked, asked] : asked;
    if (from === 0 && to === 0) return members.length;
    // The youngest member a cohort can have started right before its end.
    if (periodAfter(frame, bucket.until - 1, to).until > watermark) return null;
    return members.filter((member) => hasReturned(frame, member, from, to)).length;
  });
  return { start: new Date(bucket.from), size: members.length, returned };
}

function hasReturned(frame: Frame, { startedAt, returnedAt }: Member, from: number, to: number): boolean {
  const inPeriod = (number: number): boolean => {
    const { from: begins, until } = periodAfter(frame, startedAt, number);
    return returnedAt.some((at) => at >= begins && at < until);
  };
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  switch (frame.question.kind) {
    case 'on':
      return numbers.some(inPeriod);
    case 'on_or_after':
      return returnedAt.some((at) => at >= periodAfter(frame, startedAt, from).from);
    case 'every':
      return Array.from({ length: to }, (_, index) => index + 1).every(inPeriod);
  }
}

/** The stretch that is period number n of somebody who started at an instant. */
function periodAfter({ calendar, question, bucket }: Frame, startedAt: number, number: number): Interval {
  if (question.dayMode === 'rolling') {
    const length = ROLLING_DAYS[question.granularity] * DAY_MS;
    return { from: startedAt + number * length, until: startedAt + (number + 1) * length };
  }
  return laterPeriod(calendar, question.granularity, bucket.from, number);
}

function laterPeriod(calendar: Calendar, granularity: Granularity, instant: number, number: number): Interval {
  const day = calendar.dayOf(instant);
  if (granularity === 'day') return calendar.days(day + number, day + number);
  if (granularity === 'week') return calendar.weekOf(calendar.startOf(day + 7 * number));
  let month = calendar.monthOf(instant);
  for (let left = number; left > 0; left -= 1) month = calendar.monthOf(month.until);
  return month;
}

function meanOf(cohorts: readonly RetentionCohort[], index: number): number | null {
  const mature = cohorts.filter(({ returned }) => returned[index] !== null);
  const people = mature.reduce((total, { size }) => total + size, 0);
  const back = mature.reduce((total, { returned }) => total + (returned[index] ?? 0), 0);
  return people === 0 ? null : back / people;
}

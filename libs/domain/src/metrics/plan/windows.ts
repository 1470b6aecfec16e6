import { calendarBucket } from '../../time/buckets';
import type { TimeZone } from '../../time/time-zone';
import type { PeopleWindow } from '../definitions/measure';
import { endsOf, type MetricPlan } from './metric-plan';

/** A stretch of days a number is computed over; several may overlap. */
export interface Window {
  /** The bucket it is the value of; -1 for the total. */
  readonly key: number;
  readonly from: Date;
  readonly until: Date;
}

export const TOTAL_KEY = -1;

/** The windows of the buckets, each by the bucket's last day, and of the total, by the period's last complete day. */
export function peopleWindows(plan: MetricPlan, window: PeopleWindow): Window[] {
  const ends = endsOf(plan);
  const known = new Map<number, { from: Date; until: Date }>();
  const windowAt = (instant: Date) => {
    const day = calendarBucket(instant, 'day', plan.zone);
    const found = known.get(day.from.getTime()) ?? windowOf(day, window, plan.zone);
    known.set(day.from.getTime(), found);
    return found;
  };
  const buckets = plan.starts.map((start, index) => ({
    key: start.getTime(),
    ...windowAt(new Date(ends[index]!.getTime() - 1)),
  }));
  return [...buckets, { key: TOTAL_KEY, ...windowAt(lastCompleteDay(plan)) }];
}

/** Starts of the days the windows are made of, and where the last one ends. */
export function daysOf(windows: readonly Window[], zone: TimeZone): { readonly starts: Date[]; readonly until: Date } {
  const from = Math.min(...windows.map((window) => window.from.getTime()));
  const until = Math.max(...windows.map((window) => window.until.getTime()));
  const starts: Date[] = [];
  let day = new Date(from);
  while (day.getTime() < until) {
    starts.push(day);
    day = calendarBucket(day, 'day', zone).until;
  }
  return { starts, until: new Date(until) };
}

/** An instant of the last day of the period that the watermark has passed; of its first day while there is none. */
function lastCompleteDay({ period, zone, watermark }: MetricPlan): Date {
  let last = period.from;
  let day = calendarBucket(period.from, 'day', zone);
  while (watermark !== null && day.until <= period.until && day.until <= watermark) {
    last = day.from;
    day = calendarBucket(day.until, 'day', zone);
  }
  return last;
}

function windowOf(day: { from: Date; until: Date }, window: PeopleWindow, zone: TimeZone): { from: Date; until: Date } {
  if (window === 'iso-week') return calendarBucket(day.from, 'week', zone);
  if (window === 'calendar-month') return calendarBucket(day.from, 'month', zone);
  const { year, month, day: number } = zone.dayOf(day.from);
  return { from: zone.startOfDay(year, month, number - (window === 'last-7-days' ? 6 : 29)), until: day.until };
}

import type { Period } from './period';
import type { TimeZone } from './time-zone';

export const GRANULARITIES = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Next = (instant: Date, zone: TimeZone) => Date;

const NEXT: Readonly<Record<Granularity, Next>> = {
  minute: (instant, zone) => nextMultiple(instant, zone, MINUTE_MS),
  hour: (instant, zone) => nextMultiple(instant, zone, HOUR_MS),
  day: (instant, zone) => {
    const { year, month, day } = zone.dayOf(instant);
    return zone.startOfDay(year, month, day + 1);
  },
  week: (instant, zone) => {
    const { year, month, day } = zone.dayOf(instant);
    return zone.startOfDay(year, month, day + 7 - daysSinceMonday(year, month, day));
  },
  month: (instant, zone) => {
    const { year, month } = zone.dayOf(instant);
    return zone.startOfDay(year, month + 1, 1);
  },
};

/**
 * Where the buckets of a period begin, in order; the first one is cut by the period's start. Days, weeks (from Monday) and
 * months follow the zone's calendar, so a day has 23 or 25 hours when the clock changes.
 */
export function bucketStarts(period: Period, granularity: Granularity, zone: TimeZone): Date[] {
  const starts = [period.from];
  for (;;) {
    const next = NEXT[granularity](starts[starts.length - 1]!, zone);
    if (next >= period.until) return starts;
    starts.push(next);
  }
}

/** The day, week or month an instant lies in, from its first instant to the next one's. */
export function calendarBucket(
  instant: Date,
  granularity: 'day' | 'week' | 'month',
  zone: TimeZone,
): { readonly from: Date; readonly until: Date } {
  const { year, month, day } = zone.dayOf(instant);
  const first = { day, week: day - daysSinceMonday(year, month, day), month: 1 }[granularity];
  return { from: zone.startOfDay(year, month, first), until: NEXT[granularity](instant, zone) };
}

const daysSinceMonday = (year: number, month: number, day: number): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

function nextMultiple(instant: Date, zone: TimeZone, stepMs: number): Date {
  const local = instant.getTime() + zone.offsetMs(instant);
  return new Date(instant.getTime() + stepMs - (((local % stepMs) + stepMs) % stepMs));
}

import type { Period } from './period';
import type { TimeZone } from './time-zone';

export const GRANULARITIES = ['hour', 'day'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const HOUR_MS = 3_600_000;

/**
 * Where the buckets of a period begin, in order; the first one is cut by the period's start. Days follow the zone's
 * calendar, so a day has 23 or 25 hours when the clock changes.
 */
export function bucketStarts(period: Period, granularity: Granularity, zone: TimeZone): Date[] {
  const starts = [period.from];
  for (;;) {
    const next =
      granularity === 'day' ? nextDay(starts[starts.length - 1]!, zone) : nextHour(starts[starts.length - 1]!, zone);
    if (next >= period.until) return starts;
    starts.push(next);
  }
}

function nextDay(instant: Date, zone: TimeZone): Date {
  const { year, month, day } = zone.dayOf(instant);
  return zone.startOfDay(year, month, day + 1);
}

function nextHour(instant: Date, zone: TimeZone): Date {
  const local = instant.getTime() + zone.offsetMs(instant);
  return new Date(instant.getTime() + HOUR_MS - (((local % HOUR_MS) + HOUR_MS) % HOUR_MS));
}

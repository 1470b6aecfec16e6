import type { TimeZone } from '../time/time-zone';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Once a day at a time on the clock of a zone. */
export interface DailySchedule {
  readonly hour: number;
  readonly minute: number;
  readonly zone: TimeZone;
}

/**
 * The last instant at or before `now` that the schedule names. There is one a day whatever the clocks do: a time that is
 * skipped is the instant of the skip, one that comes twice is the first of them.
 */
export function lastOccurrence(schedule: DailySchedule, now: Date): Date {
  const { year, month, day } = schedule.zone.dayOf(now);
  // Back by days of the calendar: 24 hours before the first hour of a day may be the day before a shorter one.
  for (let back = 0; ; back += 1) {
    const at = occurrenceOn(schedule, Date.UTC(year, month - 1, day - back));
    if (at <= now) return at;
  }
}

/** That of a day of the zone's calendar, which is named by its midnight in UTC. */
function occurrenceOn({ hour, minute, zone }: DailySchedule, dayMs: number): Date {
  const wall = dayMs + (hour * 60 + minute) * MINUTE_MS;
  const before = zone.offsetMs(new Date(wall - DAY_MS));
  const after = zone.offsetMs(new Date(wall + DAY_MS));
  const real = [wall - before, wall - after].filter((ms) => ms + zone.offsetMs(new Date(ms)) === wall);
  if (real.length > 0) return new Date(Math.min(...real));
  return skipBetween(zone, wall - Math.max(before, after), wall - Math.min(before, after));
}

/** The instant between two at which the offset changes. */
function skipBetween(zone: TimeZone, low: number, high: number): Date {
  const offset = zone.offsetMs(new Date(low - 1));
  let [same, changed] = [low - 1, high];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (zone.offsetMs(new Date(middle)) === offset) same = middle;
    else changed = middle;
  }
  return new Date(changed);
}

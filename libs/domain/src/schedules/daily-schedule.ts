import type { TimeZone } from '../time/time-zone';

const DAY_MS = 86_400_000;

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
  for (let back = 0; ; back += 1) {
    const at = occurrenceOn(schedule, new Date(now.getTime() - back * DAY_MS));
    if (at <= now) return at;
  }
}

/** That of the day the instant belongs to in the zone. */
function occurrenceOn({ hour, minute, zone }: DailySchedule, instant: Date): Date {
  const { year, month, day } = zone.dayOf(instant);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
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

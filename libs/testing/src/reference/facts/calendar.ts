import type { Interval } from './intervals';

export type Granularity = 'minute' | 'hour' | 'day' | 'week' | 'month';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MOST_REMEMBERED = 100_000;

/** Days as the people of a zone count them; a day is a number: days since 1970-01-01 on the wall. */
export class Calendar {
  private static readonly known = new Map<string, Calendar>();
  private readonly wall: Intl.DateTimeFormat;
  private readonly starts = new Map<number, number>();
  private readonly seen = new Map<number, number>();

  /** One for each zone: reading a clock is dear, and the same instants are asked for again and again. */
  static of(zone: string): Calendar {
    const known = Calendar.known.get(zone) ?? new Calendar(zone);
    Calendar.known.set(zone, known);
    return known;
  }

  private constructor(readonly zone: string) {
    const numeric = 'numeric' as const;
    this.wall = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
    });
  }

  dayOf(instant: number): number {
    return Math.floor(this.wallClock(instant) / DAY_MS);
  }

  /** The first instant of a day, found by looking where the date on the wall changes. */
  startOf(day: number): number {
    const known = this.starts.get(day);
    if (known !== undefined) return known;
    let [before, start] = [day * DAY_MS - DAY_MS, day * DAY_MS + DAY_MS];
    while (start - before > 1) {
      const middle = Math.floor((before + start) / 2);
      if (this.dayOf(middle) >= day) start = middle;
      else before = middle;
    }
    this.starts.set(day, start);
    return start;
  }

  /** The days from one to another, both included, as a stretch of time. */
  days(first: number, last: number): Interval {
    return { from: this.startOf(first), until: this.startOf(last + 1) };
  }

  weekOf(instant: number): Interval {
    const day = this.dayOf(instant);
    // 1970-01-01 was a Thursday, the fourth day of its ISO week.
    const monday = day - ((((day + 3) % 7) + 7) % 7);
    return this.days(monday, monday + 6);
  }

  monthOf(instant: number): Interval {
    const date = new Date(this.wallClock(instant));
    const first = (month: number): number => Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS;
    return this.days(first(date.getUTCMonth()), first(date.getUTCMonth() + 1) - 1);
  }

  /** The buckets that cover a period; the first and the last are cut by it. */
  buckets(period: Interval, granularity: Granularity): Interval[] {
    const buckets: Interval[] = [];
    for (let from = period.from; from < period.until;) {
      const until = Math.min(this.endOfBucket(from, granularity), period.until);
      buckets.push({ from, until });
      from = until;
    }
    return buckets;
  }

  private endOfBucket(instant: number, granularity: Granularity): number {
    if (granularity === 'day') return this.startOf(this.dayOf(instant) + 1);
    if (granularity === 'week') return this.weekOf(instant).until;
    if (granularity === 'month') return this.monthOf(instant).until;
    const length = granularity === 'minute' ? MINUTE_MS : HOUR_MS;
    const sinceItBegan = ((this.wallClock(instant) % length) + length) % length;
    return instant + length - sinceItBegan;
  }

  private wallClock(instant: number): number {
    const seen = this.seen.get(instant) ?? this.readWall(instant);
    if (this.seen.size === MOST_REMEMBERED) this.seen.clear();
    this.seen.set(instant, seen);
    return seen;
  }

  /** What the clock on the wall shows, as if it were UTC. */
  private readWall(instant: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.wall.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  }
}

import type { InTwoLanguages } from '@analytics/contracts';
import { DomainError } from '../errors/domain-error';
import type { TimeZone } from './time-zone';

export class PeriodInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';

  constructor(
    override readonly source: { readonly parameter: 'period_start' | 'period_end' },
    message: InTwoLanguages,
  ) {
    super(message);
  }
}

const BACKWARDS = {
  en: 'period_end must be later than period_start: the period is half-open',
  ru: 'period_end должен быть позже period_start: конец в период не входит',
};
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Beyond these there are no numbers, and the warehouse's calendar ends. */
const EARLIEST = new Date('1971-01-01T00:00:00Z');
const LATEST = new Date('2200-01-01T00:00:00Z');

/** A half-open stretch of time `[from, until)`. */
export class Period {
  private constructor(
    readonly from: Date,
    readonly until: Date,
  ) {}

  static of(from: Date, until: Date): Period {
    if (until <= from) throw new PeriodInvalid({ parameter: 'period_end' }, BACKWARDS);
    return new Period(from, until);
  }

  /** Bounds are days of the zone (`2026-11-01`) or instants (RFC 3339 with a zone). */
  static parse(start: string, end: string, zone: TimeZone): Period {
    return Period.of(boundary(start, 'period_start', zone), boundary(end, 'period_end', zone));
  }
}

/**
 * The same stretch some days (or years) of the zone's calendar away; a bound within a day keeps its time of the clock, and
 * the 29th of February becomes the 28th in a year without one.
 */
export function movedByCalendar(period: Period, by: { days?: number; years?: number }, zone: TimeZone): Period {
  const moved = (instant: Date): Date => {
    const { year, month, day } = zone.dayOf(instant);
    const sinceMidnight = instant.getTime() - zone.startOfDay(year, month, day).getTime();
    const inYear = year + (by.years ?? 0);
    const there = Math.min(day, daysInMonth(inYear, month));
    return new Date(zone.startOfDay(inYear, month, there + (by.days ?? 0)).getTime() + sinceMidnight);
  };
  return Period.of(moved(period.from), moved(period.until));
}

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** How many days of the zone's calendar lie between the bounds, where both are starts of days. */
export function wholeDaysIn(period: Period, zone: TimeZone): number | undefined {
  const bounds = [period.from, period.until].map((instant) => {
    const { year, month, day } = zone.dayOf(instant);
    return zone.startOfDay(year, month, day).getTime() === instant.getTime()
      ? Date.UTC(year, month - 1, day)
      : undefined;
  });
  const [from, until] = bounds;
  return from === undefined || until === undefined ? undefined : (until - from) / 86_400_000;
}

function boundary(text: string, parameter: 'period_start' | 'period_end', zone: TimeZone): Date {
  const instant = instantOf(text, zone);
  if (instant === undefined) {
    throw new PeriodInvalid(
      { parameter },
      {
        en: `${parameter} must be a day (2026-11-01) or an instant with a zone (2026-11-01T00:00:00Z)`,
        ru: `${parameter} – это день (2026-11-01) или момент с зоной (2026-11-01T00:00:00Z)`,
      },
    );
  }
  if (instant < EARLIEST || instant >= LATEST) {
    throw new PeriodInvalid(
      { parameter },
      {
        en: `${parameter} must lie between the years 1971 and 2200`,
        ru: `${parameter} должен лежать между 1971 и 2200 годом`,
      },
    );
  }
  return instant;
}

function instantOf(text: string, zone: TimeZone): Date | undefined {
  const day = DAY.exec(text);
  if (day !== null && isCalendarDay(text)) return zone.startOfDay(Number(day[1]), Number(day[2]), Number(day[3]));
  if (!INSTANT.test(text) || !isCalendarDay(text.slice(0, 10))) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function isCalendarDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

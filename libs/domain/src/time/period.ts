import { DomainError } from '../errors/domain-error';
import type { TimeZone } from './time-zone';

export class PeriodInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';

  constructor(
    override readonly source: { readonly parameter: 'period_start' | 'period_end' },
    message: string,
  ) {
    super(message);
  }
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A half-open stretch of time `[from, until)`. */
export class Period {
  private constructor(
    readonly from: Date,
    readonly until: Date,
  ) {}

  /** Bounds are days of the zone (`2026-11-01`) or instants (RFC 3339 with a zone). */
  static parse(start: string, end: string, zone: TimeZone): Period {
    const period = new Period(boundary(start, 'period_start', zone), boundary(end, 'period_end', zone));
    if (period.until <= period.from) {
      throw new PeriodInvalid(
        { parameter: 'period_end' },
        'period_end must be later than period_start: the period is half-open',
      );
    }
    return period;
  }
}

function boundary(text: string, parameter: 'period_start' | 'period_end', zone: TimeZone): Date {
  const day = DAY.exec(text);
  if (day !== null && isCalendarDay(text)) return zone.startOfDay(Number(day[1]), Number(day[2]), Number(day[3]));
  if (INSTANT.test(text) && isCalendarDay(text.slice(0, 10))) {
    const instant = new Date(text);
    if (!Number.isNaN(instant.getTime())) return instant;
  }
  throw new PeriodInvalid(
    { parameter },
    `${parameter} must be a day (2026-11-01) or an instant with a zone (2026-11-01T00:00:00Z)`,
  );
}

function isCalendarDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

import { DomainError } from '../errors/domain-error';

export class TimeZoneUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INVALID_QUERY_PARAMETERS';
  override readonly source = { parameter: 'timezone' };

  constructor() {
    super({
      en: 'timezone must be the name of an IANA time zone, for example Europe/Moscow',
      ru: 'timezone – это имя зоны IANA, например Europe/Moscow',
    });
  }
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A reporting zone: the one place that knows what a day is where somebody looks at the numbers. */
export class TimeZone {
  private constructor(
    readonly name: string,
    private readonly parts: Intl.DateTimeFormat,
  ) {}

  static of(name: string): TimeZone {
    // Intl also takes bare offsets such as "+03:00"; a zone here is a place, whose days follow its law.
    if (!/^[A-Za-z]/.test(name)) throw new TimeZoneUnknown();
    try {
      const options = {
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      } as const;
      return new TimeZone(name, new Intl.DateTimeFormat('en-US', { ...options, timeZone: name, hourCycle: 'h23' }));
    } catch {
      throw new TimeZoneUnknown();
    }
  }

  offsetMs(instant: Date): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.parts.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
  }

  /** First instant of a calendar day; where the clock skips midnight, the day starts when the clock is put forward. */
  startOfDay(year: number, month: number, day: number): Date {
    const wall = Date.UTC(year, month - 1, day);
    const before = new Date(wall - this.offsetMs(new Date(wall - DAY_MS)));
    const after = new Date(wall - this.offsetMs(new Date(wall + DAY_MS)));
    const real = [before, after].filter((instant) => instant.getTime() + this.offsetMs(instant) === wall);
    const candidates = real.length > 0 ? real : [before, after];
    const times = candidates.map((instant) => instant.getTime());
    return new Date(real.length > 0 ? Math.min(...times) : Math.max(...times));
  }

  /** The calendar day an instant belongs to here. */
  dayOf(instant: Date): { year: number; month: number; day: number } {
    const local = new Date(instant.getTime() + this.offsetMs(instant));
    return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
  }

  /** RFC 3339 with this zone's offset, to the second. */
  format(instant: Date): string {
    const offset = this.offsetMs(instant);
    const local = new Date(instant.getTime() + offset).toISOString().slice(0, 19);
    const minutes = Math.abs(Math.round(offset / MINUTE_MS));
    const two = (value: number) => String(value).padStart(2, '0');
    return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }
}

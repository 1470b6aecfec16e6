import type { Language } from '../i18n/languages';

const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };
const DAY_MS = 86_400_000;

/** How the buckets of a chart are called: short below an axis, whole beside a value. */
export interface BucketLabels {
  readonly short: (start: string) => string;
  /** `end` is the instant the bucket ends before. */
  readonly long: (start: string, end: string) => string;
}

/**
 * Starts come with the offset of their zone (`2026-11-01T00:00:00+03:00`): what the clock there shows stands in the text, so it
 * is read from it, and no rule of a zone is needed here.
 */
export const clockOf = (start: string): Date => new Date(`${start.slice(0, 19)}Z`);

export function bucketLabels(language: Language, granularity: string, starts: readonly string[]): BucketLabels {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: 'UTC' });
  const isOneDay = new Set(starts.map((start) => start.slice(0, 10))).size <= 1;
  const isOneYear = new Set(starts.map((start) => start.slice(0, 4))).size <= 1;
  const day = { day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const year = isOneYear ? {} : ({ year: '2-digit' } as const);
  const told = (of: Intl.DateTimeFormat) => (start: string) => of.format(clockOf(start));
  const range = (of: Intl.DateTimeFormat, lastMs: number) => (start: string, end: string) =>
    of.formatRange(clockOf(start), new Date(clockOf(end).getTime() - lastMs));

  switch (granularity) {
    case 'minute':
    case 'hour':
      return {
        short: told(format(isOneDay ? clock : { ...day, ...clock })),
        long: range(format({ ...day, year: 'numeric', ...clock }), 0),
      };
    case 'week':
      return { short: told(format({ ...day, ...year })), long: range(format({ ...day, year: 'numeric' }), DAY_MS) };
    case 'month':
      return {
        short: told(format({ month: 'short', ...year })),
        long: told(format({ month: 'long', year: 'numeric' })),
      };
    default:
      return {
        short: told(format({ ...day, ...year })),
        long: told(format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })),
      };
  }
}

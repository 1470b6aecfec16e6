import type { Language } from '../i18n/languages';

const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** What stands in the place of a number that is not known. */
export const NO_VALUE = '–';

type Known = number | null | undefined;
export type Instant = string | number | Date;

/** Numbers, money and times as the language writes them. Times are told in the zone given: no reader has to guess it. */
export interface Formats {
  /** 1 234 567,8 – as exact as `digits` after the comma (2 unless told). */
  readonly number: (value: Known, digits?: number) => string;
  /** 1,2 млн – for axes and narrow places; the exact number belongs beside it. */
  readonly compact: (value: Known) => string;
  /** 1 234,50 ₽ */
  readonly money: (value: Known, currency?: string) => string;
  readonly compactMoney: (value: Known, currency?: string) => string;
  /** 0.125 → 12,5 % */
  readonly percent: (share: Known, digits?: number) => string;
  /** 0.125 → +12,5 % */
  readonly change: (share: Known) => string;
  /** A metric's value by its unit (count, people, RUB, ratio, hours, minutes, points, ms). */
  readonly value: (value: Known, unit: string) => string;
  readonly compactValue: (value: Known, unit: string) => string;
  readonly date: (instant: Instant, timezone?: string) => string;
  readonly dateTime: (instant: Instant, timezone?: string) => string;
  readonly time: (instant: Instant, timezone?: string) => string;
  /** 21 ноя – for axes. */
  readonly dayMonth: (instant: Instant, timezone?: string) => string;
  /** 5 минут назад */
  readonly ago: (instant: Instant, now: Instant) => string;
  /** Москва (GMT+3) is not ours to invent: `Europe/Moscow, GMT+3`. */
  readonly zone: (timezone: string, at?: Instant) => string;
  readonly bytes: (bytes: Known) => string;
}

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const STEPS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 365],
] as const;

export function formatsFor(language: Language): Formats {
  const locale = LOCALES[language];
  const written = (options: Intl.NumberFormatOptions) => (value: Known) =>
    value === null || value === undefined || Number.isNaN(value)
      ? NO_VALUE
      : numberFormat(locale, options).format(value);
  const told = (options: Intl.DateTimeFormatOptions) => (instant: Instant, timeZone?: string) =>
    dateFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) }).format(new Date(instant));

  const number = (value: Known, digits = 2) => written({ maximumFractionDigits: digits })(value);
  const compact = written({ notation: 'compact', maximumFractionDigits: 1 });
  const money = (value: Known, currency = 'RUB') =>
    written({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' })(value);
  const compactMoney = (value: Known, currency = 'RUB') =>
    written({
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      notation: 'compact',
      maximumFractionDigits: 1,
    })(value);
  const percent = (share: Known, digits = 1) => written({ style: 'percent', maximumFractionDigits: digits })(share);
  const unit = (name: string) => written({ style: 'unit', unit: name, maximumFractionDigits: 1 });
  const ofUnit =
    (plain: (value: Known) => string, inMoney: (value: Known) => string) => (value: Known, name: string) =>
      name === 'RUB'
        ? inMoney(value)
        : name === 'ratio'
          ? percent(value, 2)
          : name in UNITS
            ? unit(UNITS[name]!)(value)
            : plain(value);

  return {
    number,
    compact,
    money,
    compactMoney,
    percent,
    change: written({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    value: ofUnit(number, money),
    compactValue: ofUnit(compact, compactMoney),
    date: told(DATE),
    dateTime: told({ ...DATE, ...CLOCK }),
    time: told({ ...CLOCK, second: '2-digit' }),
    dayMonth: told({ day: 'numeric', month: 'short' }),
    ago: (instant, now) => agoIn(locale, new Date(instant).getTime() - new Date(now).getTime()),
    zone: (timezone, at = Date.now()) => `${timezone}, ${offsetOf(timezone, at)}`,
    bytes: (bytes) =>
      bytes !== null && bytes !== undefined && bytes >= 1024 * 1024
        ? unit('megabyte')(bytes / 1024 / 1024)
        : bytes !== null && bytes !== undefined && bytes >= 1024
          ? unit('kilobyte')(bytes / 1024)
          : unit('byte')(bytes),
  };
}

/** Units of metrics that the browser knows how to write. */
const UNITS: Readonly<Record<string, string>> = { hours: 'hour', minutes: 'minute', ms: 'millisecond' };

function agoIn(locale: string, differenceMs: number): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  let amount = differenceMs / 1000;
  for (const [name, size] of STEPS) {
    if (Math.abs(amount) < size) return words.format(Math.round(amount), name);
    amount /= size;
  }
  return words.format(Math.round(amount), 'year');
}

function offsetOf(timeZone: string, at: Instant): string {
  const parts = dateFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(new Date(at));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

// Making a format costs a hundred times its use, and a table uses a few of them thousands of times.
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

const numberFormat = (locale: string, options: Intl.NumberFormatOptions) =>
  kept(numberFormats, locale, options, () => new Intl.NumberFormat(locale, options));
const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions) =>
  kept(dateFormats, locale, options, () => new Intl.DateTimeFormat(locale, options));

function kept<Format>(formats: Map<string, Format>, locale: string, options: object, make: () => Format): Format {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

const NAMES = ['today', 'yesterday', 'this-month', 'previous-month'] as const;
type NamedPeriod = (typeof NAMES)[number];

/** A period as somebody means it: "the last 28 days" stays that tomorrow. */
export type PeriodChoice =
  | { readonly kind: 'last'; readonly count: number; readonly unit: 'minutes' | 'hours' | 'days' }
  | { readonly kind: 'named'; readonly name: NamedPeriod }
  /** Days of the zone, half-open. */
  | { readonly kind: 'between'; readonly start: string; readonly end: string };

/** Bounds as the API takes them: days of the zone, or instants. */
export interface Stretch {
  readonly start: string;
  readonly end: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST = { minutes: 1_440, hours: 744, days: 1_830 } as const;
const LAST = /^last-([1-9]\d{0,3})-(minutes|hours|days)$/;
const BETWEEN = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

export const USUAL_PERIODS: readonly PeriodChoice[] = [
  { kind: 'last', count: 60, unit: 'minutes' },
  { kind: 'last', count: 24, unit: 'hours' },
  { kind: 'named', name: 'today' },
  { kind: 'named', name: 'yesterday' },
  { kind: 'last', count: 7, unit: 'days' },
  { kind: 'last', count: 28, unit: 'days' },
  { kind: 'last', count: 60, unit: 'days' },
  { kind: 'last', count: 90, unit: 'days' },
  { kind: 'last', count: 365, unit: 'days' },
  { kind: 'named', name: 'this-month' },
  { kind: 'named', name: 'previous-month' },
];

export function periodText(choice: PeriodChoice): string {
  if (choice.kind === 'last') return `last-${choice.count}-${choice.unit}`;
  return choice.kind === 'named' ? choice.name : `${choice.start}..${choice.end}`;
}

export function parsePeriod(text: string): PeriodChoice | undefined {
  const name = NAMES.find((each) => each === text);
  if (name !== undefined) return { kind: 'named', name };
  const last = LAST.exec(text);
  if (last !== null) {
    const [count, unit] = [Number(last[1]), last[2] as 'minutes' | 'hours' | 'days'];
    return count <= MOST[unit] ? { kind: 'last', count, unit } : undefined;
  }
  const [, start = '', end = ''] = BETWEEN.exec(text) ?? [];
  return isDay(start) && isDay(end) && start < end ? { kind: 'between', start, end } : undefined;
}

/** The bounds at this moment; the days are the zone's, and the last of them is today, not over yet. */
export function resolvePeriod(choice: PeriodChoice, zone: string, now: Date): Stretch {
  if (choice.kind === 'between') return { start: choice.start, end: choice.end };
  const today = dayIn(zone, now);
  if (choice.kind === 'last') {
    if (choice.unit === 'days') return { start: addDays(today, 1 - choice.count), end: addDays(today, 1) };
    return lastInstants(choice.count, choice.unit, zone, now);
  }
  const month = `${today.slice(0, 7)}-01`;
  switch (choice.name) {
    case 'today':
      return { start: today, end: addDays(today, 1) };
    case 'yesterday':
      return { start: addDays(today, -1), end: today };
    case 'this-month':
      return { start: month, end: addDays(today, 1) };
    case 'previous-month':
      return { start: `${addDays(month, -1).slice(0, 7)}-01`, end: month };
  }
}

/** Whole minutes or hours of the zone's clock, the running one included, so that a minute's views ask the same. */
function lastInstants(count: number, unit: 'minutes' | 'hours', zone: string, now: Date): Stretch {
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const ahead = unit === 'minutes' ? 1 : 60 - minuteIn(zone, now);
  const end = minute + ahead * MINUTE_MS;
  const start = end - count * (unit === 'minutes' ? 1 : 60) * MINUTE_MS;
  return { start: instantText(start), end: instantText(end) };
}

const instantText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** How long a stretch is, in days of the calendar or parts of them. */
export const daysIn = ({ start, end }: Stretch): number => (Date.parse(end) - Date.parse(start)) / DAY_MS;

export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

export function dayIn(zone: string, now: Date): string {
  const part = partsIn(zone, now);
  return `${part['year']}-${part['month']}-${part['day']}`;
}

const minuteIn = (zone: string, now: Date): number => Number(partsIn(zone, now)['minute']);

function partsIn(zone: string, now: Date): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    minute: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
}

export function isZone(name: string): boolean {
  // Intl also takes bare offsets, which are no places.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

import type { Draw } from './draw';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** Moscow keeps this all year. */
const MOSCOW_MS = 3 * HOUR_MS;

/** How busy each hour of a Moscow day is: quiet nights, long evenings; a free day begins later and fills its afternoon. */
const WORKDAY = [
  2, 1.2, 0.7, 0.4, 0.3, 0.3, 0.5, 0.9, 1.3, 1.7, 2, 2.3, 2.8, 2.9, 2.8, 3, 3.4, 4.2, 5.4, 6.8, 7.8, 8, 6.6, 4.2,
];
const FREE_DAY = [
  3.4, 2.4, 1.5, 0.8, 0.5, 0.4, 0.4, 0.6, 1.2, 2.2, 3.4, 4.3, 4.9, 5.2, 5.4, 5.6, 5.7, 5.9, 6.3, 6.9, 7.4, 7.3, 6.2,
  4.4,
];

/** Midnight in Moscow of the day an instant lies in. */
export const startOfDay = (at: number): number => Math.floor((at + MOSCOW_MS) / DAY_MS) * DAY_MS - MOSCOW_MS;

/** The day as people write it. */
export const dayOf = (at: number): string => new Date(at + MOSCOW_MS).toISOString().slice(0, 10);

export const hourOf = (at: number): number => Math.floor(((at + MOSCOW_MS) % DAY_MS) / HOUR_MS);

/** 0 is Monday. */
export const weekdayOf = (at: number): number => (Math.floor((at + MOSCOW_MS) / DAY_MS) + 3) % 7;

export const isFreeDay = (at: number): boolean => weekdayOf(at) >= 5;

const profileOf = (at: number): readonly number[] => (isFreeDay(at) ? FREE_DAY : WORKDAY);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How busy the hour of an instant is; 1 is an hour like all others. */
export function busynessOf(at: number): number {
  const profile = profileOf(at);
  return profile[hourOf(at)]! / meanOf(profile);
}

/** How far into the day somebody comes. */
export function timeOfDay(draw: Draw, dayStart: number): number {
  const hour = draw.weighted(profileOf(dayStart).map((weight, index) => [index, weight] as const));
  return Math.floor((hour + draw.next()) * HOUR_MS);
}

/** Of the seven days: people play when they are free. */
export const weekRhythm = (at: number): number => [0.92, 0.9, 0.92, 0.95, 1.08, 1.2, 1.14][weekdayOf(at)]!;

import type { Calendar } from '../facts/calendar';
import type { Interval } from '../facts/intervals';
import type { Slice } from './slice';

export interface MetricValue {
  readonly value: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
}

export type Basis = 'booking_date' | 'purchase_date';

/** One bucket, or the whole period, of a question. */
export interface Ask {
  readonly calendar: Calendar;
  readonly basis: Basis;
  readonly stretch: Interval;
  /** The day that what rolls over days ends with. */
  readonly lastDay: number;
}

export type MetricReference = (slice: Slice, ask: Ask) => MetricValue;

export const ratio = (numerator: number, denominator: number, scale = 1): MetricValue => ({
  value: denominator === 0 ? null : numerator / denominator / scale,
  numerator,
  denominator,
});

/** Kopecks as roubles. */
export const roubles = (kopecks: bigint): MetricValue => ({ value: Number(kopecks) / 100 });

export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

export const sumOf = <T>(items: readonly T[], amountOf: (item: T) => bigint): bigint =>
  items.reduce((total, item) => total + amountOf(item), 0n);

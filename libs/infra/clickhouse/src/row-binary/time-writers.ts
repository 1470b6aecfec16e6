import { signedWriters, type ValueWriter } from './number-writers';
import { refuse } from './value-refused';

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Days since 1970 of a real calendar day, or NaN. */
function dayNumber(value: unknown): number {
  if (typeof value !== 'string' || !DAY.test(value)) return Number.NaN;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value) ? ms / DAY_MS : Number.NaN;
}

export const dateWriter: ValueWriter = (sink, value) => {
  const days = dayNumber(value);
  if (!(days >= 0 && days <= 0xffff)) refuse('Date takes a day YYYY-MM-DD from 1970-01-01 to 2149-06-06');
  const at = sink.take(2);
  sink.buffer.writeUInt16LE(days, at);
};

const DATE32_MIN = Date.UTC(1900, 0, 1) / DAY_MS;
const DATE32_MAX = Date.UTC(2299, 11, 31) / DAY_MS;

export const date32Writer: ValueWriter = (sink, value) => {
  const days = dayNumber(value);
  if (!(days >= DATE32_MIN && days <= DATE32_MAX)) {
    refuse('Date32 takes a day YYYY-MM-DD from 1900-01-01 to 2299-12-31');
  }
  signedWriters[32](sink, days);
};

const msOf = (value: unknown): number => (value instanceof Date ? value.getTime() : Number.NaN);

/** Whole seconds; a fraction would be lost silently, so it is refused. */
export const dateTimeWriter: ValueWriter = (sink, value) => {
  const ms = msOf(value);
  if (!(ms >= 0 && ms <= 0xffffffff * 1000 && ms % 1000 === 0)) {
    refuse('DateTime takes a Date in whole seconds from 1970 to 2106-02-07');
  }
  const at = sink.take(4);
  sink.buffer.writeUInt32LE(ms / 1000, at);
};

const TIME_MIN = Date.UTC(1900, 0, 1);
const TIME_MAX = Date.UTC(2299, 11, 31, 23, 59, 59, 999);
/** Nanoseconds since 1970 fill 64 bits in the year 2262. */
const NANO_MAX = Date.UTC(2262, 0, 1) - 1;

export function dateTime64Writer(precision: 3 | 6 | 9): ValueWriter {
  const max = precision === 9 ? NANO_MAX : TIME_MAX;
  const ticksPerMs = 10n ** BigInt(precision - 3);
  const rule = `DateTime64(${precision}) takes a Date from 1900 to ${new Date(max).getUTCFullYear()}`;
  return (sink, value) => {
    const ms = msOf(value);
    if (!(ms >= TIME_MIN && ms <= max)) refuse(rule);
    const at = sink.take(8);
    sink.buffer.writeBigInt64LE(BigInt(ms) * ticksPerMs, at);
  };
}

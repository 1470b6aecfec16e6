import { binder, type Binder, listOf } from './bound';
import { ValueRefused } from './sql-errors';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const TIME_MIN = Date.UTC(1900, 0, 1);
const TIME_MAX = Date.UTC(2299, 11, 31, 23, 59, 59, 999);
const DAY_MAX = '2149-06-06';
const TIME_TYPE = "DateTime64(3, 'UTC')";

/** An instant, to the millisecond. */
export const time: Binder<Date> = binder(TIME_TYPE, (value) => {
  const ms = value instanceof Date ? value.getTime() : Number.NaN;
  if (!(ms >= TIME_MIN && ms <= TIME_MAX)) throw new ValueRefused(TIME_TYPE, 'a valid Date between 1900 and 2299');
  return value.toISOString().replace('T', ' ').slice(0, -1);
});

/** A calendar day written `YYYY-MM-DD`: a day has no zone, so it is not taken from a Date. */
export const day: Binder<string> = binder('Date', (value) => {
  const real = typeof value === 'string' && DAY.test(value) && isCalendarDay(value);
  if (!real || value < '1970-01-01' || value > DAY_MAX) {
    throw new ValueRefused('Date', `a real day written YYYY-MM-DD from 1970-01-01 to ${DAY_MAX}`);
  }
  return value;
});

const isCalendarDay = (value: string): boolean => {
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
};

export const uuid: Binder<string> = binder('UUID', (value) => {
  if (typeof value !== 'string' || !UUID.test(value)) throw new ValueRefused('UUID', 'a UUID with hyphens');
  return value.toLowerCase();
});

/** Any text, taken literally: quotes, backslashes and control characters reach the server unchanged. */
export const text: Binder<string> = binder('String', (value) => {
  if (typeof value !== 'string') throw new ValueRefused('String', 'a string');
  if (LONE_SURROGATE.test(value)) throw new ValueRefused('String', 'well-formed Unicode');
  return value;
});

export const bool: Binder<boolean> = binder('Bool', (value) => {
  if (typeof value !== 'boolean') throw new ValueRefused('Bool', 'true or false');
  return value;
});

export const float64: Binder<number> = binder('Float64', (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ValueRefused('Float64', 'a finite number');
  return value;
});

function integer(type: string, min: bigint, max: bigint): Binder<number | bigint> {
  return binder(type, (value) => {
    const whole = typeof value === 'bigint' || Number.isSafeInteger(value);
    if (!whole || BigInt(value) < min || BigInt(value) > max) {
      throw new ValueRefused(type, `a whole number from ${min} to ${max}`);
    }
    return BigInt(value);
  });
}
const unsigned = (bits: bigint) => integer(`UInt${bits}`, 0n, 2n ** bits - 1n);
const signed = (bits: bigint) => integer(`Int${bits}`, -(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n);

export const uint8 = unsigned(8n);
export const uint16 = unsigned(16n);
export const uint32 = unsigned(32n);
export const uint64 = unsigned(64n);
export const int8 = signed(8n);
export const int16 = signed(16n);
export const int32 = signed(32n);
export const int64 = signed(64n);

/** An exact decimal written as text, `decimal(18, 4)('12.5000')`: a JavaScript number would already have lost digits. */
export function decimal(precision: number, scale: number): Binder<string> {
  const type = `Decimal(${precision}, ${scale})`;
  if (!(
    Number.isInteger(precision) &&
    Number.isInteger(scale) &&
    precision >= 1 &&
    precision <= 76 &&
    scale >= 0 &&
    scale <= precision
  )) {
    throw new ValueRefused(type, 'of a precision from 1 to 76 and a scale within it');
  }
  const shape = /^-?(\d+)(?:\.(\d+))?$/;
  return binder(type, (value) => {
    const [, whole = '', fraction = ''] = (typeof value === 'string' ? shape.exec(value) : null) ?? [];
    const digits = whole.replace(/^0+/, '').length;
    if (whole === '' || digits > precision - scale || fraction.length > scale) {
      throw new ValueRefused(type, 'decimal text that fits without rounding');
    }
    return value;
  });
}

export const textList = listOf(text);
export const uuidList = listOf(uuid);
export const dayList = listOf(day);
export const uint32List = listOf(uint32);
export const uint64List = listOf(uint64);

import type { ByteSink } from './byte-sink';
import { refuse } from './value-refused';

export type ValueWriter = (sink: ByteSink, value: unknown) => void;

function small(
  type: string,
  min: number,
  max: number,
  bytes: number,
  write: (buffer: Buffer, value: number, at: number) => void,
): ValueWriter {
  const rule = `${type} takes a whole number from ${min} to ${max}`;
  return (sink, value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) refuse(rule);
    const at = sink.take(bytes);
    write(sink.buffer, value as number, at);
  };
}

function wide(
  type: string,
  min: bigint,
  max: bigint,
  write: (buffer: Buffer, value: bigint, at: number) => void,
): ValueWriter {
  const rule = `${type} takes a bigint from ${min} to ${max}`;
  return (sink, value) => {
    if (typeof value !== 'bigint' || value < min || value > max) refuse(rule);
    const at = sink.take(8);
    write(sink.buffer, value as bigint, at);
  };
}

export const unsignedWriters: Readonly<Record<8 | 16 | 32 | 64, ValueWriter>> = {
  8: small('UInt8', 0, 0xff, 1, (buffer, value, at) => buffer.writeUInt8(value, at)),
  16: small('UInt16', 0, 0xffff, 2, (buffer, value, at) => buffer.writeUInt16LE(value, at)),
  32: small('UInt32', 0, 0xffffffff, 4, (buffer, value, at) => buffer.writeUInt32LE(value, at)),
  64: wide('UInt64', 0n, 2n ** 64n - 1n, (buffer, value, at) => buffer.writeBigUInt64LE(value, at)),
};

export const signedWriters: Readonly<Record<8 | 16 | 32 | 64, ValueWriter>> = {
  8: small('Int8', -0x80, 0x7f, 1, (buffer, value, at) => buffer.writeInt8(value, at)),
  16: small('Int16', -0x8000, 0x7fff, 2, (buffer, value, at) => buffer.writeInt16LE(value, at)),
  32: small('Int32', -0x80000000, 0x7fffffff, 4, (buffer, value, at) => buffer.writeInt32LE(value, at)),
  64: wide('Int64', -(2n ** 63n), 2n ** 63n - 1n, (buffer, value, at) => buffer.writeBigInt64LE(value, at)),
};

const FLOAT32_MAX = 3.4028234663852886e38;

/** Infinities and NaN are refused: one of them in a column turns every sum over it into nonsense. */
export const floatWriters: Readonly<Record<32 | 64, ValueWriter>> = {
  32: (sink, value) => {
    if (typeof value !== 'number' || !(Math.abs(value) <= FLOAT32_MAX)) {
      refuse('Float32 takes a finite number within its range');
    }
    const at = sink.take(4);
    sink.buffer.writeFloatLE(value as number, at);
  },
  64: (sink, value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) refuse('Float64 takes a finite number');
    const at = sink.take(8);
    sink.buffer.writeDoubleLE(value as number, at);
  },
};

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Text in, scaled integer out: no digit is ever rounded. */
export function decimalWriter(precision: number, scale: number): ValueWriter {
  const words = precision <= 18 ? 1 : precision <= 38 ? 2 : 4;
  const limit = 10n ** BigInt(precision);
  const rule = `Decimal(${precision}, ${scale}) takes decimal text that fits without rounding`;
  return (sink, value) => {
    const [match, sign, whole = '', fraction = ''] = (typeof value === 'string' ? DECIMAL.exec(value) : null) ?? [];
    if (match === undefined || fraction.length > scale) refuse(rule);
    const size = BigInt(whole + fraction.padEnd(scale, '0'));
    if (size >= limit) refuse(rule);
    const scaled = sign === '-' ? -size : size;
    if (precision <= 9) {
      const at = sink.take(4);
      sink.buffer.writeInt32LE(Number(scaled), at);
      return;
    }
    const at = sink.take(words * 8);
    for (let word = 0; word < words; word++) {
      sink.buffer.writeBigUInt64LE(BigInt.asUintN(64, scaled >> BigInt(64 * word)), at + 8 * word);
    }
  };
}

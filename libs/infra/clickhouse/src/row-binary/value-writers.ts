import type { ColumnShape } from '@analytics/domain';
import { decimalWriter, floatWriters, signedWriters, unsignedWriters, type ValueWriter } from './number-writers';
import { dateWriter, date32Writer, dateTimeWriter, dateTime64Writer } from './time-writers';
import { refuse } from './value-refused';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const stringWriter: ValueWriter = (sink, value) => {
  if (typeof value !== 'string') refuse('String takes text');
  sink.text(value as string);
};

const boolWriter: ValueWriter = (sink, value) => {
  if (typeof value !== 'boolean') refuse('Bool takes true or false');
  sink.byte(value === true ? 1 : 0);
};

/** ClickHouse keeps a UUID as two little-endian 64-bit halves, the first half first. */
const uuidWriter: ValueWriter = (sink, value) => {
  if (typeof value !== 'string' || !UUID.test(value)) refuse('UUID takes a UUID with hyphens');
  const hex = (value as string).replaceAll('-', '');
  const at = sink.take(16);
  for (let i = 0; i < 8; i++) {
    sink.buffer[at + i] = Number.parseInt(hex.slice(14 - 2 * i, 16 - 2 * i), 16);
    sink.buffer[at + 8 + i] = Number.parseInt(hex.slice(30 - 2 * i, 32 - 2 * i), 16);
  }
};

function fixedStringWriter(bytes: number): ValueWriter {
  const rule = `FixedString(${bytes}) takes text or bytes of at most ${bytes} bytes`;
  return (sink, value) => {
    const content = typeof value === 'string' ? Buffer.from(value) : value;
    if (!(content instanceof Uint8Array) || content.length > bytes) refuse(rule);
    const at = sink.take(bytes);
    sink.buffer.fill(0, at, at + bytes).set(content as Uint8Array, at);
  };
}

function enumWriter(bits: 8 | 16, values: Readonly<Record<string, number>>): ValueWriter {
  const known = new Map(Object.entries(values));
  const write = signedWriters[bits];
  return (sink, value) => write(sink, known.get(value as string) ?? refuse(`Enum${bits} takes one of its names`));
}

function nullableWriter(write: ValueWriter): ValueWriter {
  return (sink, value) => {
    sink.byte(value === null ? 1 : 0);
    if (value !== null) write(sink, value);
  };
}

function arrayWriter(write: ValueWriter): ValueWriter {
  return (sink, value) => {
    if (!Array.isArray(value)) refuse('Array takes a list');
    const list = value as readonly unknown[];
    sink.varint(list.length);
    for (const item of list) write(sink, item);
  };
}

/** Picks the code for a column once; rows then run through closures without looking at types again. */
export function writerOf(shape: ColumnShape): ValueWriter {
  switch (shape.kind) {
    case 'UInt':
      return unsignedWriters[shape.bits];
    case 'Int':
      return signedWriters[shape.bits];
    case 'Float':
      return floatWriters[shape.bits];
    case 'Decimal':
      return decimalWriter(shape.precision, shape.scale);
    case 'DateTime64':
      return dateTime64Writer(shape.precision);
    case 'FixedString':
      return fixedStringWriter(shape.bytes);
    case 'Enum':
      return enumWriter(shape.bits, shape.values);
    case 'LowCardinality':
      return writerOf(shape.of);
    case 'Nullable':
      return nullableWriter(writerOf(shape.of));
    case 'Array':
      return arrayWriter(writerOf(shape.of));
    default:
      return PLAIN[shape.kind];
  }
}

const PLAIN = {
  String: stringWriter,
  UUID: uuidWriter,
  Bool: boolWriter,
  Date: dateWriter,
  Date32: date32Writer,
  DateTime: dateTimeWriter,
} as const;

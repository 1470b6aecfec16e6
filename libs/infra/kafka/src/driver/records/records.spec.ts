import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { typescriptProgram } from '@analytics/testing';
import fc from 'fast-check';
import { decodeRecord, type RecordBatchContext } from './decode-record';
import { encodeRecord, type RecordToWrite } from './encode-record';
import { sizeOfVarint, VarintReader, writeVarint } from './varints';

const load = createRequire(__filename);
const DRIVER = 'kafkajs/src/protocol';

/** Jest keeps modules of its own, so these are the driver's as it came. */
const driver = {
  encode: load(`${DRIVER}/recordBatch/record/v0/index.js`) as (record: RecordToWrite) => { buffer: Buffer },
  decode: load(`${DRIVER}/recordBatch/record/v0/decoder.js`) as typeof decodeRecord,
  Decoder: load(`${DRIVER}/decoder.js`) as new (buffer: Buffer) => {
    buffer: Buffer;
    offset: number;
    readVarIntBytes(): Buffer;
  },
};

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const header = fc.oneof(bytes, fc.array(bytes, { maxLength: 3 }));
// The driver takes what every object inherits for a header that came before; names like these have a test of their own.
const name = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !(text in {}));
const record: fc.Arbitrary<RecordToWrite> = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(name, header, { maxKeys: 12 }),
  offsetDelta: fc.nat(100_000),
  timestampDelta: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
});
const batch: fc.Arbitrary<RecordBatchContext> = fc.record({
  firstOffset: fc.maxSafeNat().map((offset) => String(Math.floor(offset / 2))),
  firstTimestamp: fc.integer({ min: 0, max: 2 ** 42 }).map(String),
  maxTimestamp: fc.integer({ min: 0, max: 2 ** 42 }).map(String),
  timestampType: fc.constantFrom(0, 1),
  magicByte: fc.constant(2),
  isControlBatch: fc.boolean(),
});

const withoutLength = (written: Buffer): Buffer => new driver.Decoder(written).readVarIntBytes();

describe('records of Kafka', () => {
  it('are written byte for byte as the driver writes them', () => {
    const sameBytes = (one: RecordToWrite) =>
      expect(encodeRecord(one).buffer.equals(driver.encode(one).buffer)).toBe(true);
    fc.assert(fc.property(record, sameBytes), { numRuns: 500 });
    sameBytes({ value: 'x'.repeat(2_000_000), headers: { lone: '\ud800', имя: 'значение' } });
    sameBytes({});
  });

  it('are read as the driver reads them, from where the driver stands', () => {
    fc.assert(
      fc.property(record, batch, (one, context) => {
        const written = withoutLength(driver.encode(one).buffer);
        const theirs = driver.decode(new driver.Decoder(written), context);
        const at = { buffer: Buffer.concat([Buffer.of(9, 9), written]), offset: 2 };
        const ours = decodeRecord(at, context);
        expect({ ...ours, headers: { ...ours.headers } }).toEqual({ ...theirs, headers: { ...theirs.headers } });
        expect(at.offset).toBe(at.buffer.length);
      }),
      { numRuns: 500 },
    );
  });

  it('have headers by any name', () => {
    const written = encodeRecord({ value: 'x', headers: JSON.parse('{"__proto__":"a","constructor":"b"}') as never });
    const { headers } = decodeRecord({ buffer: withoutLength(written.buffer), offset: 0 }, {} as RecordBatchContext);
    expect(Object.entries(headers).map(([key, value]) => [key, String(value)])).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('that end in the middle of a number are refused', () => {
    expect(() => decodeRecord({ buffer: Buffer.of(0, 0x80), offset: 0 }, {} as RecordBatchContext)).toThrow(RangeError);
  });

  it('have numbers of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
        const buffer = Buffer.alloc(sizeOfVarint(value));
        expect(writeVarint(buffer, 0, value)).toBe(buffer.length);
        expect(new VarintReader(buffer, 0).varint()).toBe(value);
      }),
    );
  });

  it('are written and read by this code in every process that uses the driver', () => {
    const program = path.join(__dirname, '../../fixtures/loaded-codec.fixture.ts');
    expect(execFileSync(process.execPath, typescriptProgram(program), { encoding: 'utf8' })).toBe('ours, ours\n');
  });
});

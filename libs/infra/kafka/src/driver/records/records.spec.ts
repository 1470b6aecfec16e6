import { createRequire } from 'node:module';
import fc from 'fast-check';
import { weigh } from '../../lane/received';
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

/** What everyone behind the driver sees of the headers. */
const textsOf = ({ headers }: { headers: object }) =>
  weigh('topic', 0, { ...MESSAGE, headers } as never).record.headers;
const CONTEXT = { firstOffset: '0', firstTimestamp: '0', maxTimestamp: '0', timestampType: 0, magicByte: 2 };
const MESSAGE = { key: null, value: null, offset: '0', timestamp: '0' };

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
        expect({ ...ours, headers: {} }).toEqual({ ...theirs, headers: {} });
        expect(textsOf(ours)).toEqual(textsOf(theirs));
        expect(at.offset).toBe(at.buffer.length);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'by names that objects have of their own',
      { constructor: 'a', toString: 'b' },
      { constructor: 'a', toString: 'b' },
    ],
    ['of which the last counts', { twice: ['a', 'b'] }, { twice: 'b' }],
    ['of which one that is null is not there', { none: null, some: 'a' }, { some: 'a' }],
  ])('have headers %s', (_, headers, texts) => {
    const written = encodeRecord({ value: 'x', headers: headers as never });
    const at = { buffer: withoutLength(written.buffer), offset: 0 };
    expect(textsOf(decodeRecord(at, {} as RecordBatchContext))).toEqual(texts);
  });

  it('have a header without a value by the driver too, in processes that keep its own code', () => {
    const written = encodeRecord({ value: 'x', headers: { none: null, some: 'a' } as never });
    const read = driver.decode(new driver.Decoder(withoutLength(written.buffer)), CONTEXT);
    expect(textsOf(read)).toEqual({ some: 'a' });
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
});

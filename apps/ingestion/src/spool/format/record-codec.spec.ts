import fc from 'fast-check';
import { decodeRecord, encodeRecord } from './record-codec';

const part = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 30 }).map(Buffer.from),
  fc.string({ unit: 'grapheme' }),
);
const bytesOf = (given: Buffer | string | null | undefined): Buffer | null =>
  given === null || given === undefined ? null : Buffer.from(given as string);

describe('a stored record', () => {
  it('is the record that was given, its key and value as bytes', () => {
    const record = fc.record(
      {
        topic: fc.string(),
        key: part,
        value: part,
        headers: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
        timestampMs: fc.nat(),
        partition: fc.nat(),
      },
      { requiredKeys: ['topic', 'value'] },
    );
    fc.assert(
      fc.property(record, (given) => {
        const back = decodeRecord(encodeRecord(given));
        expect(back).toEqual({ ...given, key: bytesOf(given.key), value: bytesOf(given.value) });
      }),
    );
  });
});

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { encodeFrame, FRAME_OVERHEAD_BYTES } from './frame';
import { countFrames, type Entry, readFrames } from './read-frames';

const KEY = randomBytes(32);
const contents = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 });

const frames = (parts: readonly Uint8Array[], first = 1n): Buffer[] =>
  parts.map((part, index) => encodeFrame(KEY, first + BigInt(index), Buffer.from(part)));

const read = (bytes: Buffer, first = 1n): Entry[] => [...readFrames(bytes, KEY, first)];

const recordsOf = (entries: readonly Entry[]): Buffer[] =>
  entries.flatMap((entry) => (entry.kind === 'record' ? [entry.plain] : []));

describe('the frames of a segment', () => {
  it('come back as they were written, in order', () => {
    fc.assert(
      fc.property(contents, fc.bigInt({ min: 0n, max: 2n ** 63n }), (parts, first) => {
        const entries = read(Buffer.concat(frames(parts, first)), first);
        expect(recordsOf(entries)).toEqual(parts.map((part) => Buffer.from(part)));
        expect(entries).toHaveLength(parts.length);
      }),
    );
  });

  it('cut at any byte give exactly the whole records before the cut, and the rest counts as torn', () => {
    fc.assert(
      fc.property(contents, (parts) => {
        const written = frames(parts);
        const bytes = Buffer.concat(written);
        for (let cut = 0; cut <= bytes.length; cut++) {
          let end = 0;
          const whole = written.filter(({ length }) => (end += length) <= cut).length;
          const atBoundary = written.slice(0, whole).reduce((sum, { length }) => sum + length, 0) === cut;
          const entries = read(bytes.subarray(0, cut));
          expect(recordsOf(entries)).toEqual(parts.slice(0, whole).map((part) => Buffer.from(part)));
          expect(entries.slice(whole).map(({ kind }) => kind)).toEqual(atBoundary ? [] : ['torn']);
          expect(countFrames(bytes.subarray(0, cut))).toBe(whole);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tell one changed byte anywhere, and give every other record', () => {
    fc.assert(
      fc.property(contents, fc.nat(), fc.integer({ min: 1, max: 255 }), (parts, at, change) => {
        const written = frames(parts);
        const bytes = Buffer.concat(written);
        const position = at % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(position) ^ change, position);
        let end = 0;
        const hit = written.findIndex(({ length }) => (end += length) > position);
        const entries = read(bytes);
        expect(recordsOf(entries)).toEqual(parts.filter((_, index) => index !== hit).map((part) => Buffer.from(part)));
        expect(entries.filter(({ kind }) => kind === 'damaged')).toMatchObject([{ records: 1 }]);
      }),
      { numRuns: 300 },
    );
  });

  it('tell how many records are missing where a part was overwritten', () => {
    const written = frames([1, 2, 3, 4, 5].map((part) => Buffer.alloc(30, part)));
    const bytes = Buffer.concat(written);
    const size = 30 + FRAME_OVERHEAD_BYTES;
    randomBytes(2 * size).copy(bytes, size);
    const entries = read(bytes);
    expect(recordsOf(entries).map((plain) => plain[0])).toEqual([1, 4, 5]);
    expect(entries[1]).toEqual({ kind: 'damaged', records: 2, from: size, end: 3 * size });
  });

  it('take blocks that were given out and never filled for a torn end', () => {
    const bytes = Buffer.concat([...frames([Buffer.from('kept')]), Buffer.alloc(4_096)]);
    expect(read(bytes).map(({ kind }) => kind)).toEqual(['record', 'torn']);
  });

  it('cannot be moved to another place, repeated, or read with another key', () => {
    const [one, two] = frames([Buffer.from('one'), Buffer.from('two')]) as [Buffer, Buffer];
    expect(recordsOf(read(Buffer.concat([two, one])))).toEqual([Buffer.from('two')]);
    expect(recordsOf(read(Buffer.concat([one, one])))).toEqual([Buffer.from('one')]);
    expect(recordsOf([...readFrames(Buffer.concat([one, two]), randomBytes(32), 1n)])).toEqual([]);
  });
});

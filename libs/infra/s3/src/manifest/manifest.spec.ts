import { ManifestInvalid } from '../errors/s3-errors';
import { type Manifest, manifestBytes, manifestOf, parseManifest } from './manifest';

const MADE = new Date('2026-01-02T03:04:05Z');
const entry = (key: string, rows = 1, bytes = 10) => ({ key, rows, bytes, sha256: 'ab'.repeat(32) });
const valid = manifestOf([entry('b'), entry('a', 2, 20)], MADE);

describe('a manifest', () => {
  it('adds up its entries, in the order of their keys', () => {
    expect(valid).toMatchObject({ schema_version: 1, rows: 3, bytes: 30, created_at: '2026-01-02T03:04:05.000Z' });
    expect(valid.entries.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('is the same bytes for the same files, whatever their order', () => {
    const other = manifestOf([entry('a', 2, 20), { ...entry('b'), extra: 'left out' } as never], MADE);
    expect(manifestBytes(other).equals(manifestBytes(valid))).toBe(true);
  });

  it('is read back as it was written', () => {
    expect(parseManifest('m', manifestBytes(valid))).toEqual(valid);
    expect(parseManifest('m', manifestBytes(manifestOf([], MADE))).entries).toEqual([]);
  });

  it.each<[string, object | string]>([
    ['no JSON', '{"schema_version":1,'],
    ['no map', '[]'],
    ['null', 'null'],
    ['a newer version', { ...valid, schema_version: 2 }],
    ['no instant', { ...valid, created_at: 'yesterday' }],
    ['no entries', { ...valid, entries: undefined }],
    ['a negative number of rows', { ...valid, rows: 1, entries: [entry('a', 2, 20), entry('b', -1)] }],
    ['a checksum that is none', { ...valid, entries: [{ ...entry('a', 3, 30), sha256: 'x' }] }],
    ['a file named twice', { ...valid, rows: 2, bytes: 20, entries: [entry('a'), entry('a')] }],
    ['sums that are not those of its files', { ...valid, rows: 4 }],
  ])('is refused with %s', (_, content) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content satisfies object | Manifest);
    expect(() => parseManifest('m', Buffer.from(text))).toThrow(ManifestInvalid);
  });
});

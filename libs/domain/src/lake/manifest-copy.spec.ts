import { type LakeBatchCopy, lakeManifestText, ManifestCopyBroken, readLakeManifest } from './manifest-copy';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour));
const file = (eventType: string, rows: number, xor: bigint) => ({
  ...{ eventType, key: `raw_events/${eventType}`, sha256: 'ab'.repeat(32), bytes: 1_000, rows, xor },
  ...{ hour: at(10), firstAt: at(8), lastAt: at(9) },
});
const batch: LakeBatchCopy = {
  ...{ topic: 'analytics.events.validated.v1', part: 3, from: 10n, to: 2n ** 62n, rows: 5, xor: (2n ** 64n - 1n) ^ 7n },
  ...{ xformVersion: 'lake-row-2', openedAt: at(10), committedAt: at(11) },
  files: [file('a.b.c', 2, 2n ** 64n - 1n), file('a.b.d', 3, 7n)],
};
const broken = (change: object) => () =>
  readLakeManifest('key', JSON.stringify({ ...JSON.parse(lakeManifestText(batch)), ...change }));

describe('the copy of the manifest', () => {
  it('is read back as it was written, to the last bit of its numbers', () => {
    expect(readLakeManifest('key', lakeManifestText({ ...batch, id: '77' } as LakeBatchCopy))).toEqual(batch);
  });

  it('counts for nothing where it is not whole or its sums do not fit its files', () => {
    expect(() => readLakeManifest('key', lakeManifestText(batch).slice(0, -20))).toThrow(ManifestCopyBroken);
    expect(() => readLakeManifest('key', 'null')).toThrow(ManifestCopyBroken);
    const changes = [{ format: 2 }, { topic: '' }, { part: -1 }, { from: 10 }, { to: '1e3' }, { openedAt: 'once' }];
    for (const change of [...changes, { files: {} }, { files: [null] }]) {
      expect(broken(change)).toThrow(ManifestCopyBroken);
    }
    for (const change of [{ rows: 6 }, { xor: '1' }, { files: [] }]) expect(broken(change)).toThrow(/sums/);
  });
});

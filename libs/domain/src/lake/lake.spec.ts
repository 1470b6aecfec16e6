import fc from 'fast-check';
import { batchNameIn, lakeBatchName, lakeFileKey, lakeManifestKey, serviceOf } from './lake-key';
import { firstGap, gapsBetween, type OffsetRange } from './offset-range';
import { rowHash, xorOf } from './rows-xor';

const place = {
  topic: 'analytics.events.validated.v1',
  part: 3,
  from: 100n,
  to: 249n,
  eventType: 'com.platform.auth.user.registered.v1',
  openedAt: new Date('2026-11-20T03:59:59.999Z'),
};

describe('the key of a lake file', () => {
  it('tells service, type, hour, partition and offsets', () => {
    expect(lakeFileKey(place)).toBe(
      'raw_events/service_name=auth/event_type=com.platform.auth.user.registered.v1/year=2026/month=11/day=20/hour=03/' +
        'analytics.events.validated.v1+3+100-249.parquet',
    );
  });

  it('is another one for another range, type, partition or hour, and the same for a repeat', () => {
    const others = [
      { from: 99n },
      { to: 250n },
      { part: 4 },
      { eventType: 'x' },
      { openedAt: new Date('2026-11-20T04:00:00Z') },
    ];
    const keys = [{}, ...others].map((other) => lakeFileKey({ ...place, ...other }));
    expect(new Set(keys).size).toBe(keys.length);
    expect(lakeFileKey({ ...place, openedAt: new Date('2026-11-20T03:00:00Z') })).toBe(keys[0]);
  });

  it('puts a type of another scheme under all, and never lets one break out of its folder', () => {
    expect(serviceOf('org.other.thing')).toBe('all');
    const key = lakeFileKey({ ...place, eventType: '../../x=y/\u00e9' });
    expect(key.split('/')).toHaveLength(lakeFileKey(place).split('/').length);
    expect(key).toContain('event_type=..%2f..%2fx%3dy%2f%c3a9/');
  });

  it('gives back the batch it belongs to', () => {
    expect(batchNameIn(lakeFileKey(place))).toBe(lakeBatchName(place));
    expect(batchNameIn(lakeManifestKey(place))).toBeUndefined();
  });
});

describe('offsets', () => {
  it('that go on one by one have no gap, others say what is missing first', () => {
    expect(firstGap(5n, [5n, 6n, 7n])).toBeUndefined();
    expect(firstGap(5n, [7n, 8n])).toEqual({ from: 5n, to: 6n });
    expect(firstGap(5n, [5n, 6n, 9n, 20n])).toEqual({ from: 7n, to: 8n });
    expect(firstGap(5n, [])).toBeUndefined();
  });

  it('of stored ranges leave exactly the gaps that were left out', () => {
    const lengths = fc.array(fc.tuple(fc.bigInt(1n, 9n), fc.boolean()), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(lengths, (parts) => {
        let at = 0n;
        const ranges = parts.map(([length, kept]) => ({ from: at, to: (at += length) - 1n, kept }));
        const stored = ranges.filter(({ kept }) => kept);
        const first = stored[0]?.from ?? 0n;
        const last = stored.at(-1)?.to ?? 0n;
        const missing = (gaps: readonly OffsetRange[]) => gaps.reduce((sum, gap) => sum + gap.to - gap.from + 1n, 0n);
        const left = ranges.filter(({ kept, from, to }) => !kept && from > first && to < last);
        expect(missing(gapsBetween([...stored].reverse()))).toBe(missing(left));
      }),
    );
  });
});

describe('the xor of rows', () => {
  const rows = ['a', 'b', 'c'].map((text, index) => rowHash(BigInt(index), Buffer.from(text)));

  it('does not depend on the order, and tells a changed, a moved, a missing and a doubled row', () => {
    expect(xorOf([...rows].reverse())).toBe(xorOf(rows));
    expect(xorOf([rowHash(0n, Buffer.from('A')), ...rows.slice(1)])).not.toBe(xorOf(rows));
    expect(xorOf([rowHash(7n, Buffer.from('a')), ...rows.slice(1)])).not.toBe(xorOf(rows));
    expect(xorOf(rows.slice(1))).not.toBe(xorOf(rows));
    expect(xorOf([...rows, rows[0]!])).not.toBe(xorOf(rows));
  });

  it('fits an unsigned 64-bit number', () => {
    expect(xorOf(rows)).toBeGreaterThan(0n);
    expect(xorOf(rows)).toBeLessThan(2n ** 64n);
  });
});

import type { CommittedLakeBatch } from '@analytics/infra-postgres';
import { holds, isPartlyRemoved, offsetsIn, placesOf, segmentsOf, spanOf } from './lake-hours';

const at = (hour: number, minute = 0): Date => new Date(Date.UTC(2026, 10, 20, hour, minute));

function batch(part: number, from: number, to: number, openedAt: Date, rows = to - from + 1): CommittedLakeBatch {
  const file = { rows, firstAt: at(from % 20), lastAt: at(20) };
  const place = { topic: 't', part, from: BigInt(from), to: BigInt(to) };
  return { ...place, openedAt, rows, xor: BigInt(from), files: [file] } as unknown as CommittedLakeBatch;
}

describe('what the lake holds, hour by hour', () => {
  const places = placesOf([
    batch(0, 0, 9, at(10, 5)),
    batch(0, 10, 19, at(10, 59)),
    batch(0, 20, 29, at(11)),
    // Another writer, whose clock is behind.
    batch(0, 30, 39, at(10, 58)),
    batch(1, 5, 6, at(10)),
  ]);
  const [first, second] = places[0]!.hours;

  it('goes by partition and by the hour the batches were opened in', () => {
    expect(places.map(({ part, hours }) => [part, hours.map(({ hour }) => hour)])).toEqual([
      [0, [at(10), at(11)]],
      [1, [at(10)]],
    ]);
    expect(first).toMatchObject({ rows: 30, xor: 0n ^ 10n ^ 30n });
    expect(offsetsIn(first!)).toBe(30);
    expect([9n, 25n, 35n, 40n].map((offset) => holds(first!, offset))).toEqual([true, false, true, false]);
  });

  it('spans all of its offsets and everything its events say of when they happened', () => {
    const span = { topic: 't', part: 0, from: 0n, to: 39n, firstAt: at(0), lastAt: at(20) };
    expect(spanOf({ topic: 't', part: 0 }, places[0]!.hours)).toEqual(span);
    expect(spanOf({ topic: 't', part: 0 }, [second!])).toMatchObject({ from: 20n, to: 29n });
  });

  it('knows of every offset whose hour it is, and of what lies between that it is nobody’s', () => {
    expect(segmentsOf(places[0]!.hours)).toEqual([
      { from: 0n, group: 0 },
      { from: 10n, group: 0 },
      { from: 20n, group: 1 },
      { from: 30n, group: 0 },
      { from: 40n, group: undefined },
    ]);
    expect(segmentsOf([first!])).toEqual([
      { from: 0n, group: 0 },
      { from: 10n, group: 0 },
      { from: 20n, group: undefined },
      { from: 30n, group: 0 },
      { from: 40n, group: undefined },
    ]);
  });

  it('tells when files of it were taken out', () => {
    const [removed] = placesOf([{ ...batch(0, 0, 9, at(10)), files: [] }]);
    expect([first!, removed!.hours[0]!].map(isPartlyRemoved)).toEqual([false, true]);
  });
});

import fc from 'fast-check';
import { rateOf, toKopecks } from './kopecks';

const inKopecks = (minor: number, rate: string): bigint => toKopecks(minor, rateOf(rate)!);

describe('minor units in kopecks', () => {
  it.each<[number, string, bigint]>([
    [0, '92.4512', 0n],
    [100, '1', 100n],
    [100, '1.0', 100n],
    [1, '92.4512', 92n],
    [199_900, '92.4512', 18_480_995n],
    [1, '0.5', 1n],
    [1, '0.4999999999', 0n],
    [3, '0.5', 2n],
    [1, '1.5', 2n],
    [5, '0.3', 2n],
    [1, '2.5', 3n],
    [9_007_199_254_740_991, '1', 9_007_199_254_740_991n],
    [1_000_000_000_000, '0.0000000001', 100n],
    [7, '000092.4500', 647n],
  ])('%i at %s is %i, halves up', (minor, rate, kopecks) => {
    expect(inKopecks(minor, rate)).toBe(kopecks);
  });

  it.each(['', '0', '0.000', '-1', '+1', '1e3', '1,5', '.5', '5.', ' 1', '0x10', '1.12345678901', '1234567890123'])(
    'are not worked out with %p, which is no rate',
    (rate) => {
      expect(rateOf(rate)).toBeUndefined();
    },
  );

  it('are never further than half a kopeck from the exact product, and never below zero', () => {
    const rates = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 9_999 }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), rates, (minor, [whole, fraction]) => {
        const exact = BigInt(minor) * (BigInt(whole) * 10_000n + BigInt(fraction));
        const twiceOff = 2n * (inKopecks(minor, `${whole}.${String(fraction).padStart(4, '0')}`) * 10_000n - exact);
        return twiceOff > -10_000n && twiceOff <= 10_000n;
      }),
    );
  });
});

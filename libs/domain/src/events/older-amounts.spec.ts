import fc from 'fast-check';
import { withMinorUnits } from './older-amounts';

const PAID = 'com.platform.payment.transaction.completed.v1';
const REFUNDED = 'com.platform.payment.refund.processed.v1';
const grossOf = (amountRub: unknown): unknown => {
  const converted = withMinorUnits(PAID, { amountRub });
  return converted.ok ? (converted.value['lines'] as { grossMinor: number }[])[0]!.grossMinor : converted.refusal.code;
};

describe('an amount in roubles of an older producer', () => {
  it('becomes the one line of a payment', () => {
    expect(withMinorUnits(PAID, { kind: 'game', gameId: 'g', amountRub: 1999.9, currency: 'USD' })).toEqual({
      ok: true,
      value: {
        kind: 'game',
        currency: 'RUB',
        rateToRub: '1',
        lines: [{ gameId: 'g', grossMinor: 199990, discountMinor: 0, taxMinor: 0, feeMinor: 0, quantity: 1 }],
      },
    });
  });

  it('becomes the one line of a refund', () => {
    expect(withMinorUnits(REFUNDED, { gameId: 'g', amountRub: '100.00' })).toEqual({
      ok: true,
      value: { currency: 'RUB', rateToRub: '1', lines: [{ gameId: 'g', amountMinor: 10000 }] },
    });
  });

  it('is converted in each line that has one', () => {
    const lines = [
      { gameId: 'a', amountRub: '0.01', quantity: 2 },
      { gameId: 'b', grossMinor: 5, discountMinor: 1, taxMinor: 0, feeMinor: 0, quantity: 1 },
    ];
    expect(withMinorUnits(PAID, { lines })).toMatchObject({
      value: { lines: [{ gameId: 'a', grossMinor: 1, quantity: 2 }, lines[1]] },
    });
  });

  it.each([
    [0, 0],
    ['0.1', 10],
    [1999.99, 199999],
    ['19.990', 1999],
    [0.29, 29],
    [1.005, 'SCHEMA_VIOLATION'],
    ['-1', 'SCHEMA_VIOLATION'],
    [-1, 'SCHEMA_VIOLATION'],
    ['1e3', 'SCHEMA_VIOLATION'],
    ['1 999', 'SCHEMA_VIOLATION'],
    [null, 'SCHEMA_VIOLATION'],
    [1e21, 'SCHEMA_VIOLATION'],
  ])('%p is %p', (amount, expected) => {
    expect(grossOf(amount)).toBe(expected);
  });

  it('is exact to the kopeck, as a number and as a text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (minor) => {
        const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
        expect(grossOf(text)).toBe(minor);
        expect(grossOf(Number(text))).toBe(minor);
      }),
    );
  });

  it('points at the line at fault', () => {
    expect(withMinorUnits(PAID, { lines: [{ gameId: 'a', amountRub: 'many' }] })).toMatchObject({
      refusal: { pointer: '/data/lines/0/amountRub' },
    });
  });

  it('leaves everything else as it came', () => {
    const now = { lines: [{ gameId: 'a', grossMinor: 1 }], amountRub: 7 };
    expect(withMinorUnits(PAID, now)).toEqual({ ok: true, value: now });
    expect(withMinorUnits('com.platform.download.started.v1', { amountRub: 7 })).toEqual({
      ok: true,
      value: { amountRub: 7 },
    });
  });
});

import { BackOff } from './back-off';

describe('the back-off', () => {
  it('doubles from the first pause to the longest', () => {
    const backOff = new BackOff(100, 30_000, () => 0.5);
    const pauses = Array.from({ length: 11 }, () => backOff.next());
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('spreads each pause by a fifth to both sides, never beyond the longest', () => {
    expect(new BackOff(100, 30_000, () => 0).next()).toBe(80);
    expect(new BackOff(100, 30_000, () => 1).next()).toBe(120);
    expect(new BackOff(30_000, 30_000, () => 1).next()).toBe(30_000);
  });

  it('starts over after a success', () => {
    const backOff = new BackOff(100, 30_000, () => 0.5);
    backOff.next();
    backOff.next();
    backOff.reset();
    expect(backOff.next()).toBe(100);
  });
});

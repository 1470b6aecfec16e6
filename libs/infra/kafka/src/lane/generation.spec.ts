import { Generation, MembershipUncertain } from './generation';

describe('a generation', () => {
  it('is trusted while the group answers, and not after a silence', () => {
    let now = 0;
    const generation = new Generation(4_000, () => now);
    now = 4_000;
    expect(() => generation.assertFresh()).not.toThrow();
    now = 4_001;
    expect(() => generation.assertFresh()).toThrow(MembershipUncertain);
    generation.heard();
    expect(() => generation.assertFresh()).not.toThrow();
  });

  it('is over for good once it ended', () => {
    const generation = new Generation(4_000);
    generation.end();
    generation.heard();
    expect(generation.current).toBe(false);
    expect(generation.signal.aborted).toBe(true);
    expect(() => generation.assertFresh()).toThrow(MembershipUncertain);
  });
});

import { liveBetween } from './live-traffic';

const before = { atMs: 1_000, validated: 100n, replayed: 10 };

describe('live traffic', () => {
  it('is what was validated a second, without what replays sent', () => {
    expect(liveBetween(before, { atMs: 6_000, validated: 5_600n, replayed: 510 })).toBe(1_000);
  });

  it('is none when replays are all there is, also when they are refused again', () => {
    expect(liveBetween(before, { atMs: 6_000, validated: 600n, replayed: 510 })).toBe(0);
    expect(liveBetween(before, { atMs: 6_000, validated: 100n, replayed: 510 })).toBe(0);
  });

  it('is none when the topic was made anew', () => {
    expect(liveBetween(before, { atMs: 6_000, validated: 0n, replayed: 10 })).toBe(0);
  });
});

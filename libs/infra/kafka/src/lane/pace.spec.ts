import { Pace } from './pace';

/** One batch after the other on each of some partitions, until it has settled: how long batches are open then. */
function settledOn(lanes: number, tookMs: number): number {
  const pace = new Pace(1_000, 200);
  const next = Array.from({ length: lanes }, (_, lane) => lane);
  for (let nowMs = 0; nowMs < 20_000; nowMs += 1) {
    next.forEach((dueMs, lane) => {
      if (dueMs > nowMs) return;
      pace.handled(tookMs, nowMs);
      next[lane] = nowMs + pace.openMs(nowMs) + tookMs;
    });
  }
  return pace.openMs(20_000);
}

describe('how long batches stay open', () => {
  it('is as long as ever where nothing else was asked for', () => {
    const pace = new Pace(1_000);
    expect(pace.openMs(0)).toBe(1_000);
    pace.handled(5, 10);
    expect(pace.openMs(20)).toBe(1_000);
  });

  it('is a moment while there is little to do', () => {
    expect(new Pace(1_000, 200).openMs(0)).toBe(200);
    expect(settledOn(2, 10)).toBe(200);
  });

  it('grows with the time that batches take, and with the number of partitions that have some', () => {
    expect(settledOn(2, 150)).toBeGreaterThan(400);
    expect(settledOn(20, 20)).toBeGreaterThan(600);
  });

  it('is a moment again when the load is over', () => {
    const pace = new Pace(1_000, 200);
    for (let nowMs = 0; nowMs < 5_000; nowMs += 100) pace.handled(100, nowMs);
    expect(pace.openMs(5_000)).toBe(1_000);
    expect(pace.openMs(9_000)).toBe(200);
  });

  it('is never longer than it may be, however short that is', () => {
    expect(new Pace(0, 200).openMs(0)).toBe(0);
  });
});

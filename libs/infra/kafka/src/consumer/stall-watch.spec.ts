import { StallWatch } from './stall-watch';

describe('the watch over a stalled consumer', () => {
  const watchAt = () => {
    const time = { now: 0 };
    return { time, watch: new StallWatch(60_000, 30_000, () => time.now) };
  };

  it('gives up when records wait and nothing was fetched for the whole time', () => {
    const { time, watch } = watchAt();
    const verdicts = [20, 40, 60, 80, 100].map((second) => {
      time.now = second * 1_000;
      return watch.stalled({ behind: true, lastFetchMs: 0, joining: false });
    });
    expect(verdicts[0]).toBe(false);
    expect(verdicts.at(-1)).toBe(true);
  });

  it('leaves the group its time to give the partitions out', () => {
    const { time, watch } = watchAt();
    const verdicts = [20, 40, 60, 80, 100].map((second) => {
      time.now = second * 1_000;
      return watch.stalled({ behind: true, lastFetchMs: 0, joining: true });
    });
    expect(verdicts).toEqual([false, false, false, false, true]);
  });

  it('never gives up while fetching goes on or nothing waits', () => {
    const { time, watch } = watchAt();
    for (let second = 0; second < 600; second += 10) {
      time.now = second * 1_000;
      expect(watch.stalled({ behind: true, lastFetchMs: time.now - 100, joining: false })).toBe(false);
      expect(watch.stalled({ behind: false, lastFetchMs: 0, joining: false })).toBe(false);
    }
  });

  it('starts over after the brokers were away: a consumer gets its time to come back', () => {
    const { time, watch } = watchAt();
    time.now = 50_000;
    watch.stalled({ behind: true, lastFetchMs: 0, joining: false });
    watch.unknown();
    time.now = 600_000;
    expect(watch.stalled({ behind: true, lastFetchMs: 0, joining: false })).toBe(false);
    time.now = 615_000;
    expect(watch.stalled({ behind: true, lastFetchMs: 0, joining: false })).toBe(false);
  });
});

import { Pace } from './pace';

describe('the pace of a replay', () => {
  it('gives what the time that passed allows, and no more', () => {
    const pace = new Pace(100);
    expect(pace.room(0)).toBe(0);
    expect(pace.room(100)).toBe(10);
    pace.spend(10);
    expect(pace.room(105)).toBe(0);
    expect(pace.room(110)).toBe(1);
  });

  it('saves up no more than half a second', () => {
    const pace = new Pace(100);
    pace.room(0);
    expect(pace.room(60_000)).toBe(50);
  });

  it('is another one from the moment that it changes', () => {
    const pace = new Pace(100);
    pace.room(0);
    pace.keep(20);
    expect(pace.room(500)).toBe(10);
  });

  it('goes on at one record a second, and saves nothing up while it rests', () => {
    const pace = new Pace(1);
    pace.room(0);
    expect(pace.room(1_000)).toBe(1);
    pace.rest();
    expect(pace.room(9_000)).toBe(0);
  });

  it('never sends more than the rate over any stretch of time', () => {
    const pace = new Pace(250);
    let sent = 0;
    for (let now = 0; now <= 10_000; now += 37) {
      const room = pace.room(now);
      pace.spend(room);
      sent += room;
    }
    expect(sent).toBeLessThanOrEqual(2_500);
    expect(sent).toBeGreaterThan(2_450);
  });
});

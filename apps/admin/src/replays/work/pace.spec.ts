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

  it.each([1, 2, 3, 4])(
    'sends %i a second, however often it is asked before there is room for one',
    async (perSecond) => {
      const pace = new Pace(perSecond);
      const turnMs = 250;
      let sent = 0;
      for (let now = 0; now <= 40_000; now += turnMs) {
        sent += (await pace.portion(now, 100, (room) => Promise.resolve(room))) ?? 0;
      }
      expect(sent).toBe(40 * perSecond);
    },
  );

  it('charges nothing for a turn that could not send, and what a portion took for one that could', async () => {
    const pace = new Pace(10);
    const all = (room: number) => Promise.resolve(room);
    expect(await pace.portion(0, 100, all)).toBeUndefined();
    expect(await pace.portion(400, 0, all)).toBeUndefined();
    expect(await pace.portion(400, 3, all)).toBe(3);
    expect(await pace.portion(400, 100, () => Promise.resolve(0))).toBe(0);
    expect(await pace.portion(400, 100, all)).toBe(1);
  });
});

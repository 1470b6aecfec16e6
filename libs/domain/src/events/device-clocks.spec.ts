import fc from 'fast-check';
import { DeviceClocks } from './device-clocks';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 1, 12);
const at = (minutes: number) => new Date(NOON + minutes * MINUTE);
const reading = (occurred: number, sent: number | null, received: number) => ({
  occurredAt: at(occurred),
  sentAt: sent === null ? null : at(sent),
  receivedAt: at(received),
});
const clocks = (devices = 100) => new DeviceClocks({ toleranceMs: 2 * MINUTE, devices });

describe('the clock of a device', () => {
  it.each([
    ['is believed when it is off by little', reading(-1, 0, 1), 0],
    ['is believed when nobody says when it was sent', reading(-60, null, 0), 0],
    ['is moved forward when it is behind', reading(-61, -60, 0), 60],
    ['is moved back when it is ahead', reading(8, 9, 0), -9],
    ['is not moved so far that an event happens after it was received', reading(0, -600, 0), 0],
  ])('%s', (_, given, minutes) => {
    expect(clocks().offsetMs('device', given)).toBe(minutes * MINUTE);
  });

  it('is judged once: what follows is moved by the same', () => {
    const judged = clocks();
    expect(judged.offsetMs('device', reading(-61, -60, 0))).toBe(60 * MINUTE);
    expect(judged.offsetMs('device', reading(-1, 0, 0))).toBe(60 * MINUTE);
    expect(judged.offsetMs('another', reading(-1, 0, 0))).toBe(0);
  });

  it('gives the same offset for readings that differ by the time on the way', () => {
    const [first, second] = [reading(-61, -60, 0), reading(-61, -60, 0.1)];
    expect(clocks().offsetMs('device', first)).toBe(clocks().offsetMs('device', second));
  });

  it('is forgotten when there is no room, the one not seen for longest first', () => {
    const judged = clocks(2);
    judged.offsetMs('a', reading(-61, -60, 0));
    judged.offsetMs('b', reading(-61, -60, 0));
    judged.offsetMs('a', reading(0, 0, 0));
    judged.offsetMs('c', reading(0, 0, 0));
    expect(judged.offsetMs('a', reading(0, 0, 0))).toBe(60 * MINUTE);
    expect(judged.offsetMs('b', reading(0, 0, 0))).toBe(0);
  });

  it('can be asked what it would say, and forgets that it was asked', () => {
    const judged = clocks();
    judged.offsetMs('known', reading(-61, -60, 0));
    const glance = judged.glance();
    expect(glance.offsetMs('known', reading(0, 0, 0))).toBe(60 * MINUTE);
    expect(glance.offsetMs('new', reading(-11, -10, 0))).toBe(10 * MINUTE);
    expect(glance.offsetMs('new', reading(0, 0, 0))).toBe(10 * MINUTE);
    expect(judged.offsetMs('new', reading(0, 0, 0))).toBe(0);
  });

  it('never re-orders the events of its device', () => {
    const instant = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((ms) => new Date(NOON + ms));
    const event = fc.record({ occurredAt: instant, sentAt: fc.option(instant), receivedAt: instant });
    fc.assert(
      fc.property(fc.array(event, { minLength: 2, maxLength: 20 }), (events) => {
        const judged = clocks();
        const times = events.map((each) => ({
          occurred: each.occurredAt.getTime(),
          effective: each.occurredAt.getTime() + judged.offsetMs('device', each),
        }));
        for (const a of times) {
          for (const b of times) expect(Math.sign(a.effective - b.effective)).toBe(Math.sign(a.occurred - b.occurred));
        }
      }),
    );
  });
});

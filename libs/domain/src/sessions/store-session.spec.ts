import fc from 'fast-check';
import { STORE_SESSION_RULES, storeSessionId, storeSessionsOf, stretchesOf, type VisitEvent } from './store-session';

const MINUTE_MS = 60_000;
const { gapMs, capMs } = STORE_SESSION_RULES;
/** Shortly before midnight. */
const START_MS = Date.UTC(2026, 2, 28, 23, 55);

const visit = (afterMs: number, given: Partial<VisitEvent> = {}): VisitEvent => ({
  atMs: START_MS + afterMs,
  source: '/store',
  id: `event-${afterMs}`,
  userNo: 1,
  deviceNo: 2,
  platform: 'web',
  country: 'RU',
  isBot: false,
  isStaff: false,
  ...given,
});
const lengths = (events: readonly VisitEvent[]) => storeSessionsOf(events, 1).map((session) => session.events);

describe('a store session', () => {
  it('goes on over midnight and belongs to where it began', () => {
    const [session, ...others] = storeSessionsOf([visit(0), visit(20 * MINUTE_MS)], 2);
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      started_at: new Date(START_MS),
      ended_at: new Date(START_MS + 20 * MINUTE_MS),
      events: 2,
    });
  });

  it('ends with a pause of more than half an hour', () => {
    expect(lengths([visit(0), visit(gapMs)])).toEqual([2]);
    expect(lengths([visit(0), visit(gapMs + 1)])).toEqual([1, 1]);
  });

  it('is no longer than a day, then another one begins', () => {
    const every = Array.from({ length: capMs / gapMs + 2 }, (_, index) => visit(index * gapMs));
    expect(lengths(every)).toEqual([capMs / gapMs + 1, 1]);
  });

  it('is of one account on one device, and described by its first event', () => {
    const sessions = storeSessionsOf(
      [visit(1, { userNo: 3 }), visit(0, { platform: 'ios' }), visit(2), visit(3, { deviceNo: 0 })],
      1,
    );
    expect(sessions.map(({ user_no, device_no, events }) => [user_no, device_no, events])).toEqual([
      [1, 2, 2],
      [3, 2, 1],
      [1, 0, 1],
    ]);
    expect(sessions[0]!.platform).toBe('ios');
  });

  it('becomes one with the next, under the id of the first, when a late event lies between them', () => {
    const [first, second] = storeSessionsOf([visit(0), visit(2 * gapMs)], 1);
    const [whole, ...others] = storeSessionsOf([visit(0), visit(2 * gapMs), visit(gapMs)], 1);
    expect(others).toEqual([]);
    expect(whole!.session_id).toBe(first!.session_id);
    expect(whole!.session_id).not.toBe(second!.session_id);
  });

  it('has an id of its unit and its first event alone', () => {
    const name = { userNo: 1, deviceNo: 2, source: '/store', id: 'a' };
    const others = [{ userNo: 2 }, { deviceNo: 1 }, { source: '/store/a', id: '' }, { id: 'b' }];
    const ids = [name, ...others.map((other) => ({ ...name, ...other }))].map(storeSessionId);
    expect(new Set(ids).size).toBe(5);
    expect(storeSessionId(name)).toBe(ids[0]);
    expect(ids[0]).toBeGreaterThanOrEqual(0n);
  });

  const visits = fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 4_000 }),
      userNo: fc.integer({ min: 0, max: 2 }),
      id: fc.string({ maxLength: 3 }),
    }),
    { maxLength: 60 },
  );

  it('is the same in whatever order its events come, and no event is lost or in two', () => {
    const property = fc.property(visits, fc.infiniteStream(fc.nat()), (given, dice) => {
      const events = given.map(({ minutes, userNo, id }, index) =>
        visit(minutes * MINUTE_MS, { userNo, id: `${id}${index}` }),
      );
      const sessions = storeSessionsOf(events, 1);
      const other = events.map((event) => ({ event, place: dice.next().value! })).sort((a, b) => a.place - b.place);
      const texts = (rows: typeof sessions) =>
        rows.map((row) => `${row.session_id}/${row.events}/${row.ended_at.getTime()}`).sort();
      expect(
        texts(
          storeSessionsOf(
            other.map(({ event }) => event),
            1,
          ),
        ),
      ).toEqual(texts(sessions));
      expect(sessions.reduce((sum, session) => sum + session.events, 0)).toBe(events.length);
      for (const { started_at, ended_at } of sessions) {
        expect(ended_at.getTime() - started_at.getTime()).toBeLessThanOrEqual(capMs);
      }
    });
    fc.assert(property);
  });

  it('never reaches from one stretch without a pause into another', () => {
    const property = fc.property(visits, (given) => {
      const events = given.map(({ minutes, userNo }, index) => visit(minutes * MINUTE_MS, { userNo, id: `${index}` }));
      const whole = storeSessionsOf(events, 1).map(({ session_id, events: count }) => `${session_id}/${count}`);
      const apart = stretchesOf(events).flatMap((stretch) => storeSessionsOf(stretch, 1));
      expect(apart.map(({ session_id, events: count }) => `${session_id}/${count}`).sort()).toEqual(whole.sort());
    });
    fc.assert(property);
  });
});

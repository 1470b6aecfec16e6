import type { ValidatedEvent } from '@analytics/contracts';
import { aValidatedEvent } from '../../builders/validated-events';
import { worldOf } from '../world';
import { Calendar } from './calendar';
import { TYPE } from './event-types';
import { endOf } from './game-sessions';
import { lengthWithin, peakWithin, unionOf } from './intervals';
import { knownEvents } from './known-events';
import { converted } from './ledger';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = Date.parse('2026-11-01T12:00:00Z');
let told = 0;

function event(type: string, atMs: number, data: Readonly<Record<string, unknown>>): ValidatedEvent {
  told += 1;
  const id = `e-${String(told).padStart(4, '0')}`;
  return aValidatedEvent({ id, type, effective_at: new Date(START + atMs).toISOString(), data });
}

const view = (atMs: number, who: Readonly<Record<string, unknown>>) =>
  event(TYPE.pageViewed, atMs, { ...who, gameId: 'g', placement: 'home' });

describe('what counts', () => {
  it('is the first event of an identity; the same again is a duplicate, another content a conflict', () => {
    const one = view(0, { userId: 1 });
    const again = { ...one, received_at: '2026-11-03T00:00:00.000Z' };
    const other = { ...one, fingerprint: 'other' };
    const known = knownEvents([one, again, other, { ...one, source: 'elsewhere' }]);
    expect(known.told.map((each) => each.event)).toEqual([{ ...one, source: 'elsewhere' }, one]);
    expect(known).toMatchObject({ duplicates: 1, conflicts: [other], watermark: START + 1_000 });
  });
});

describe('whose an anonymous event is', () => {
  const device = { anonymousId: 7 };
  const link = (atMs: number, userId: number) => event(TYPE.loggedIn, atMs, { ...device, userId });
  const ownerOf = (at: number, ...links: readonly ValidatedEvent[]) => {
    const one = view(at, device);
    const world = worldOf([one, ...links]);
    return world.ownerOf(world.told.find((each) => each.event === one)!).user;
  };

  it('is the last one linked before, however long ago, else the first one linked within 30 days after', () => {
    expect(ownerOf(0)).toBe(0);
    expect(ownerOf(0, link(-400 * DAY_MS, 1), link(1, 2))).toBe(1);
    expect(ownerOf(0, link(-2, 1), link(-1, 2), link(1, 3))).toBe(2);
    expect(ownerOf(0, link(30 * DAY_MS, 1))).toBe(1);
    expect(ownerOf(0, link(30 * DAY_MS + 1, 1))).toBe(0);
  });
});

describe('visits of the store', () => {
  const visits = (...minutes: readonly number[]) =>
    worldOf(minutes.map((minute) => view(minute * MINUTE_MS, { userId: 1 }))).storeSessions.map(
      ({ events }) => events.length,
    );

  it('end with a gap of more than 30 minutes', () => {
    expect(visits(0, 30, 60)).toEqual([3]);
    expect(visits(0, 30 + 1 / MINUTE_MS, 60)).toEqual([1, 2]);
  });

  it('end before they would be longer than a day', () => {
    const halfHours = Array.from({ length: 50 }, (_, index) => index * 30);
    expect(visits(...halfHours)).toEqual([49, 1]);
  });
});

describe('the end of a game session', () => {
  const session = (...events: readonly ValidatedEvent[]) => worldOf(events).gameSessions[0]!;
  const data = { sessionId: 's', userId: 1, gameId: 'g' };
  const at = (atMs: number) => new Date(START + atMs).toISOString();
  const started = (atMs: number) => event(TYPE.sessionStarted, atMs, { ...data, sessionStartTime: at(atMs) });
  const beat = (atMs: number) => event(TYPE.sessionHeartbeat, atMs, data);
  const ended = (atMs: number, durationSeconds = 0) =>
    event(TYPE.sessionEnded, atMs, { ...data, sessionEndTime: at(atMs), durationSeconds });
  const end = (watermark: number, ...events: readonly ValidatedEvent[]) => {
    const found = endOf(session(...events), START + watermark);
    return found === undefined ? undefined : found - START;
  };

  it('is what was said, a day later at most, never before its start', () => {
    expect(end(0, started(0), ended(5 * MINUTE_MS))).toBe(5 * MINUTE_MS);
    expect(end(0, started(0), ended(DAY_MS + 1))).toBe(DAY_MS);
    expect(end(0, started(0), ended(-1))).toBe(0);
  });

  it('is the last heartbeat, or five minutes, once there was silence for 30 minutes', () => {
    expect(end(30 * MINUTE_MS - 1, started(0))).toBeUndefined();
    expect(end(30 * MINUTE_MS, started(0))).toBe(5 * MINUTE_MS);
    expect(end(39 * MINUTE_MS, started(0), beat(10 * MINUTE_MS))).toBeUndefined();
    expect(end(40 * MINUTE_MS, started(0), beat(10 * MINUTE_MS))).toBe(10 * MINUTE_MS);
  });

  it('does without a start: from its length, else from its first heartbeat', () => {
    expect(session(ended(10 * MINUTE_MS, 60)).startedAt).toBe(START + 9 * MINUTE_MS);
    expect(session(beat(MINUTE_MS), beat(2 * MINUTE_MS)).startedAt).toBe(START + MINUTE_MS);
  });
});

describe('time', () => {
  const at = (text: string) => Date.parse(text);

  it('has days of 23 and 25 hours where clocks change, and days that begin at one o’clock', () => {
    const hours = (zone: string, from: string, until: string) =>
      Calendar.of(zone).buckets({ from: at(from), until: at(until) }, 'hour').length;
    expect(hours('Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(25);
    const santiago = Calendar.of('America/Santiago');
    expect(santiago.startOf(santiago.dayOf(at('2026-09-06T12:00Z')))).toBe(at('2026-09-06T04:00Z'));
  });

  it('has ISO weeks, months of the zone, and hours of the zone', () => {
    const moscow = Calendar.of('Europe/Moscow');
    expect(moscow.weekOf(at('2026-11-01T20:59Z'))).toEqual({
      from: at('2026-10-25T21:00Z'),
      until: at('2026-11-01T21:00Z'),
    });
    expect(moscow.monthOf(at('2026-10-31T21:00Z')).from).toBe(at('2026-10-31T21:00Z'));
    const period = { from: at('2026-11-01T10:10Z'), until: at('2026-11-01T11:40Z') };
    expect(
      Calendar.of('Asia/Kolkata')
        .buckets(period, 'hour')
        .map(({ from }) => from),
    ).toEqual([at('2026-11-01T10:10Z'), at('2026-11-01T10:30Z'), at('2026-11-01T11:30Z')]);
  });

  it('is not counted twice where it overlaps, and its peak is of one instant', () => {
    const stretches = [
      { from: 10, until: 20 },
      { from: 0, until: 5 },
      { from: 15, until: 30 },
    ];
    expect(unionOf(stretches)).toEqual([
      { from: 0, until: 5 },
      { from: 10, until: 30 },
    ]);
    expect(lengthWithin(unionOf(stretches), { from: 3, until: 12 })).toBe(4);
    const touching = [[{ from: 0, until: 5 }], [{ from: 5, until: 9 }]];
    expect(peakWithin(touching, { from: 0, until: 9 })).toBe(1);
    expect(peakWithin([...touching, [{ from: 4, until: 6 }]], { from: 0, until: 9 })).toBe(2);
    expect(peakWithin([stretches], { from: 0, until: 99 })).toBe(1);
  });
});

describe('money', () => {
  it.each<[number, string, bigint]>([
    [1_999, '90.005', 179_920n],
    [333, '90.005', 29_972n],
    [1, '0.5', 1n],
    [1, '0.49', 0n],
    [3, '1.0', 3n],
    [9_007_199_254_740_991, '1', 9_007_199_254_740_991n],
  ])('%i at %s is %i', (minor, rate, kopecks) => {
    expect(converted(minor, rate)).toBe(kopecks);
  });
});

import { endOf } from '../reference/facts/game-sessions';
import { worldOf } from '../reference/world';
import { generateStore } from './generate-store';

const SIZE = { events: 20_000, users: 300, games: 20, days: 45 };
const store = generateStore({ seed: 1, ...SIZE });
const delivered = store.deliveries.map(({ event }) => event);
const world = worldOf(delivered);
const count = <T>(items: readonly T[], matches: (item: T) => boolean): number => items.filter(matches).length;

describe('a generated store', () => {
  it('is the same for the same seed, and another for another', () => {
    const small = { events: 500, users: 20, games: 5, days: 40 };
    expect(generateStore({ seed: 7, ...small })).toEqual(generateStore({ seed: 7, ...small }));
    expect(generateStore({ seed: 7, ...small })).not.toEqual(generateStore({ seed: 8, ...small }));
  });

  it('repeats 5 % of its events, contradicts 0.2 % and delivers them in the order they were received', () => {
    expect(world.duplicates / SIZE.events).toBeGreaterThan(0.04);
    expect(world.conflicts.length).toBeGreaterThan(10);
    expect(world.told.map(({ event }) => event)).toEqual(expect.arrayContaining(store.events.slice(0, 50)));
    expect(world.told).toHaveLength(store.events.length);
    const received = delivered.map((event) => event.received_at);
    expect(received).toEqual([...received].sort());
  });

  it('has the first of a conflict before the second, in the same partition', () => {
    const first = new Map(store.events.map((event) => [`${event.source}\n${event.id}`, event]));
    for (const conflict of world.conflicts) {
      const kept = first.get(`${conflict.source}\n${conflict.id}`)!;
      expect(kept.received_at <= conflict.received_at).toBe(true);
      expect(kept.user_no).toBe(conflict.user_no);
    }
  });

  it('has events that come weeks late, and clocks that are off', () => {
    const lateBy = (days: number) =>
      count(world.told, ({ event, at }) => Date.parse(event.received_at) - at > days * 24 * 3_600_000);
    expect(lateBy(0.5)).toBeGreaterThan(100);
    expect(lateBy(28)).toBeGreaterThan(0);
    expect(count(world.told, ({ event }) => event.occurred_at !== event.effective_at)).toBeGreaterThan(100);
  });

  it('has refunds before their purchase and without one, and money given back whole and in part', () => {
    const { purchases, refunds } = world.ledger;
    expect(count(refunds, ({ purchase }) => purchase === undefined)).toBeGreaterThan(0);
    expect(count(refunds, ({ purchase, at }) => purchase !== undefined && at < purchase.at)).toBeGreaterThan(0);
    const arrival = new Map(store.events.map((event, index) => [event, index]));
    const isEarly = (refund: (typeof refunds)[number]): boolean =>
      refund.purchase !== undefined && arrival.get(refund.event)! < arrival.get(refund.purchase.event)!;
    expect(count(refunds, isEarly)).toBeGreaterThan(0);
    expect(new Set(purchases.map(({ kind }) => kind)).size).toBe(5);
  });

  it('has people on two machines, machines of two people, and activity before a log-in', () => {
    const owners = new Map<number, Set<number>>();
    for (const one of world.told) {
      const { device_no, user_no } = one.event;
      if (device_no === null || user_no === null) continue;
      owners.set(device_no, (owners.get(device_no) ?? new Set<number>()).add(user_no));
    }
    expect(count([...owners.values()], (users) => users.size > 1)).toBeGreaterThan(5);
    const nameless = world.told.filter(({ event }) => event.user_no === null && event.device_no !== null);
    expect(count(nameless, (one) => world.ownerOf(one).user !== 0)).toBeGreaterThan(100);
    expect(count(nameless, (one) => world.ownerOf(one).user === 0)).toBeGreaterThan(50);
  });

  it('has sessions without an end, without a start, too long, overlapping and still open', () => {
    const { gameSessions, watermark } = world;
    expect(count(gameSessions, ({ saidEnd }) => saidEnd === undefined)).toBeGreaterThan(50);
    expect(count(gameSessions, ({ from }) => !from.type.includes('started'))).toBeGreaterThan(5);
    const dayMs = 24 * 3_600_000;
    expect(count(gameSessions, ({ startedAt, saidEnd }) => (saidEnd ?? 0) - startedAt > dayMs)).toBeGreaterThan(0);
    expect(count(gameSessions, (session) => endOf(session, watermark) !== undefined)).toBeGreaterThan(500);
    expect(count(world.storeSessions, ({ startedAt, endedAt }) => endedAt - startedAt > dayMs / 2)).toBeGreaterThan(0);
  });
});

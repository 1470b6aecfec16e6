import fc from 'fast-check';
import { covers, joined } from '../derived/spans';
import { DeviceAccounts, type DeviceLink, LOOK_BACK_MS } from './device-accounts';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 10, 1);
const link = (hours: number, userNo: number, given: Partial<DeviceLink> = {}): DeviceLink => ({
  atMs: T + hours * HOUR_MS,
  source: '/auth',
  id: `link-${hours}-${userNo}`,
  userNo,
  isStaff: false,
  ...given,
});
const event = (hours: number, id = 'event') => ({ atMs: T + hours * HOUR_MS, source: '/auth', id });
const days = (count: number) => count * 24;

describe('an anonymous event of a device', () => {
  it('counts for the account that was logged in last before it, however long ago', () => {
    const accounts = new DeviceAccounts([link(10, 2), link(0, 1)], []);
    expect(accounts.accountOf(event(9))?.userNo).toBe(1);
    expect(accounts.accountOf(event(days(800)))?.userNo).toBe(2);
  });

  it('counts for the first account after it, if that came within thirty days', () => {
    const accounts = new DeviceAccounts([link(0, 1), link(1, 2)], []);
    expect(accounts.accountOf(event(-days(30)))?.userNo).toBe(1);
    expect(accounts.accountOf({ ...event(-days(30)), atMs: T - LOOK_BACK_MS - 1 })).toBeUndefined();
  });

  it('of the very instant of a log-in stands before or after it by its identity', () => {
    const accounts = new DeviceAccounts([link(-1, 1), link(0, 2, { id: 'm' })], []);
    expect(accounts.accountOf(event(0, 'a'))?.userNo).toBe(1);
    expect(accounts.accountOf(event(0, 'z'))?.userNo).toBe(2);
  });

  it('counts for nobody on a device nobody logged in on', () => {
    expect(new DeviceAccounts([], []).accountOf(event(0))).toBeUndefined();
  });

  it('is taken back by un-linking, which leaves later log-ins and other accounts alone', () => {
    const links = [link(0, 1), link(10, 1), link(20, 2)];
    const unlinks = [{ userNo: 1, atMs: T + 5 * HOUR_MS }];
    const accounts = new DeviceAccounts(links, unlinks);
    expect(accounts.accountOf(event(1))?.userNo).toBe(1);
    expect(new DeviceAccounts(links, [{ userNo: 1, atMs: T + 10 * HOUR_MS }]).accountOf(event(1))?.userNo).toBe(2);
    expect(accounts.facts).toBe(4);
  });
});

describe('the span a log-in decides', () => {
  const known = [link(0, 1), link(10, 1), link(20, 2)];

  it('begins thirty days before the first one and ends where another account logs in', () => {
    expect(new DeviceAccounts(known, []).decidedBy(known[0]!)).toEqual({
      fromMs: T - LOOK_BACK_MS,
      toMs: known[2]!.atMs,
    });
    expect(new DeviceAccounts(known, []).decidedBy(known[2]!)).toEqual({ fromMs: known[2]!.atMs, toMs: Infinity });
  });

  it('is none where the same account was logged in before, where it is unknown, and where it was taken back', () => {
    expect(new DeviceAccounts(known, []).decidedBy(known[1]!)).toBeUndefined();
    expect(new DeviceAccounts(known, []).decidedBy(link(5, 9))).toBeUndefined();
    expect(new DeviceAccounts(known, [{ userNo: 2, atMs: Infinity }]).decidedBy(known[2]!)).toBeUndefined();
  });

  it('of the log-ins that become known together holds every event whose account changes', () => {
    const links = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 3 })), {
      selector: ([hours, user]) => `${hours}/${user}`,
      maxLength: 12,
    });
    const property = fc.property(
      links,
      fc.nat({ max: 12 }),
      fc.integer({ min: -900, max: 2_100 }),
      (given, split, hours) => {
        const all = given.map(([at, user]) => link(at, user));
        const [before, after] = [new DeviceAccounts(all.slice(split), []), new DeviceAccounts(all, [])];
        const changed = before.accountOf(event(hours))?.userNo !== after.accountOf(event(hours))?.userNo;
        const decided = joined(all.slice(0, split).flatMap((each) => after.decidedBy(each) ?? []));
        if (changed) expect(covers(decided, event(hours).atMs)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('that an un-linking takes back begins thirty days before the first of its log-ins', () => {
    const accounts = new DeviceAccounts(known, []);
    expect(accounts.lostWith({ userNo: 1, atMs: T + 5 * HOUR_MS })).toEqual({
      fromMs: T - LOOK_BACK_MS,
      toMs: Infinity,
    });
    expect(accounts.lostWith({ userNo: 2, atMs: T })).toBeUndefined();
  });
});

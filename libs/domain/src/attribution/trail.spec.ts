import { DeviceAccounts } from './device-accounts';
import { type TrailEvent, trailRows } from './trail';

const MINUTE_MS = 60_000;
const T = Date.UTC(2026, 10, 1);
const ALWAYS = [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }];

const view = (minutes: number, given: Partial<TrailEvent> = {}): TrailEvent => ({
  atMs: T + minutes * MINUTE_MS,
  source: '/store',
  id: `view-${minutes}`,
  type: 'com.platform.catalog.game.viewed.v1',
  userNo: 0,
  deviceNo: 7,
  gameId: 'game',
  platform: 'web',
  country: 'RU',
  clientVersion: '',
  campaignId: '',
  placement: 'front',
  kind: '',
  isActivity: true,
  isBot: false,
  isStaff: false,
  ...given,
});
const login = (minutes: number, userNo: number, isStaff = false) => ({
  ...{ atMs: T + minutes * MINUTE_MS, source: '/auth', id: `login-${minutes}` },
  ...{ userNo, isStaff },
});
const units = (rows: ReturnType<typeof trailRows>) =>
  rows.sessions.map(({ user_no, device_no, events }) => [user_no, device_no, events]);

describe('the trail of a device', () => {
  it('is nobody’s while nobody has logged in', () => {
    const rows = trailRows([view(0), view(5)], new DeviceAccounts([], []), ALWAYS);
    expect(units(rows)).toEqual([[0, 7, 2]]);
    expect(rows.attributed).toEqual([]);
  });

  it('moves to the account as a whole when it logs in, into one session with what it did itself', () => {
    const events = [view(0), view(5), view(10, { userNo: 1 })];
    const rows = trailRows(events, new DeviceAccounts([login(7, 1)], []), ALWAYS);
    expect(units(rows)).toEqual([[1, 7, 3]]);
    expect(rows.attributed.map(({ id, user_no }) => [id, user_no])).toEqual([
      ['view-0', 1],
      ['view-5', 1],
    ]);
  });

  it('of two accounts gives each its own', () => {
    const events = [view(0), view(5, { userNo: 2 }), view(10), view(15)];
    const rows = trailRows(events, new DeviceAccounts([login(-1, 1), login(12, 2)], []), ALWAYS);
    expect(units(rows)).toEqual([
      [1, 7, 2],
      [2, 7, 2],
    ]);
  });

  it('is the staff’s where the account is', () => {
    const rows = trailRows([view(0)], new DeviceAccounts([login(-1, 1, true)], []), ALWAYS);
    expect(rows.attributed[0]!.is_staff).toBe(true);
    expect(rows.sessions[0]!.is_staff).toBe(true);
  });

  it('is computed anew only around what was touched', () => {
    const at = (minutes: number) => ({ fromMs: T + minutes * MINUTE_MS, toMs: T + minutes * MINUTE_MS });
    const events = [view(0), view(40), view(60), view(100)];
    const rows = trailRows(events, new DeviceAccounts([login(-1, 1)], []), [at(40)]);
    expect(rows.stretches).toEqual([{ fromMs: T + 40 * MINUTE_MS, toMs: T + 60 * MINUTE_MS, facts: 3 }]);
    expect(rows.attributed.map(({ id }) => id)).toEqual(['view-40']);
  });

  it('knows more with every event and every log-in, so its rows go before those of who knew less', () => {
    const of = (events: TrailEvent[], logins: ReturnType<typeof login>[]) =>
      trailRows(events, new DeviceAccounts(logins, []), ALWAYS).sessions[0]!.facts;
    expect(of([view(0)], [])).toBe(1n);
    expect(of([view(0), view(5)], [])).toBe(2n);
    expect(of([view(0), view(5)], [login(1, 1)])).toBe(3n);
  });

  it('has anonymous events of other kinds in no session, but they count for the account', () => {
    const seen = view(0, { type: 'com.platform.marketing.campaign.interacted.v1' });
    const rows = trailRows([seen], new DeviceAccounts([login(1, 1)], []), ALWAYS);
    expect(rows.sessions).toEqual([]);
    expect(rows.attributed).toHaveLength(1);
  });
});

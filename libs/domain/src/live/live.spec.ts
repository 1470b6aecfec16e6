import type { ValidatedEvent } from '@analytics/contracts';
import { foldLive, isLive, liveEvent } from './fold-live';
import type { LiveDelta } from './live-delta';
import { liveCountsStatement, livePlayersStatement, liveSessionsStatement } from './live-rebuild.sql';
import { LIVE_NAMES, LiveQuestion, LiveTopQuestion } from './live-window';

const NOW = 1_795_000_000;
const at = (ago: number, ms = 0) => new Date((NOW - ago) * 1_000 + ms).toISOString();

const event = (changes: Partial<ValidatedEvent> = {}): ValidatedEvent => ({
  type: 'com.platform.catalog.game.viewed.v1',
  source: '/store',
  id: '1',
  schema_version: 1,
  occurred_at: at(10),
  effective_at: at(10, 999),
  received_at: at(9),
  sent_at: null,
  user_no: 17,
  device_no: null,
  country: null,
  platform: null,
  device_family: null,
  os_family: null,
  browser_family: null,
  is_bot: false,
  is_staff: false,
  correlation_id: null,
  fingerprint: '',
  import_id: null,
  schema_marks: [],
  data: { gameId: 'game' },
  ...changes,
});
const payment = (data: object = {}): ValidatedEvent =>
  event({
    type: 'com.platform.payment.transaction.completed.v1',
    data: {
      kind: 'game',
      status: 'completed',
      rateToRub: '0.5',
      // 0.5 of 101 is 50.5: half up for each amount by itself.
      lines: [
        { gameId: 'game', quantity: 1, grossMinor: 101, discountMinor: 1, taxMinor: 0, feeMinor: 2 },
        { gameId: 'other', quantity: 3, grossMinor: 10, discountMinor: 0, taxMinor: 0, feeMinor: 0 },
      ],
      ...data,
    },
  });
const session = (what: string, data: object = {}, changes: Partial<ValidatedEvent> = {}): ValidatedEvent =>
  event({
    ...{ type: `com.platform.library.session.${what}.v1`, data: { gameId: 'game', sessionId: 's1', ...data } },
    ...changes,
  });
const fold = (...events: readonly ValidatedEvent[]): LiveDelta => foldLive(events.map(liveEvent), NOW);
const countsOf = (delta: LiveDelta) => delta.at(NOW - 10);

describe('what an event adds to the live numbers', () => {
  it('is counted in the second it happened in', () => {
    const delta = fold(event(), event({ id: '2', effective_at: at(9) }));
    expect([...delta.counts.keys()]).toEqual([NOW - 10, NOW - 9]);
    expect(countsOf(delta)).toMatchObject({ events: 1, views: 1, purchases: 0, kopecks: 0n });
    expect(countsOf(delta).types).toEqual(new Map([[event().type, 1]]));
    expect(countsOf(delta).games).toEqual(new Map([['game', { views: 1, kopecks: 0n }]]));
    expect(delta.users).toEqual(new Map([[17, NOW - 9]]));
    expect(delta.watermarkMs).toBe((NOW - 9) * 1_000);
  });

  it.each([{ is_bot: true }, { is_staff: true }])('is nothing but an event where it is nobody’s: %j', (who) => {
    const delta = fold(event(who), { ...payment(), ...who }, session('started', {}, who));
    expect(countsOf(delta)).toMatchObject({ events: 3, views: 0, purchases: 0, kopecks: 0n });
    expect([delta.users.size, delta.players.size, delta.sessions.size, countsOf(delta).games.size]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('is nobody’s activity without an account, and no activity where it is none', () => {
    expect(fold(event({ user_no: null })).users.size).toBe(0);
    expect(fold(event({ type: 'com.platform.catalog.game.searched.v1' })).users.size).toBe(0);
    expect(countsOf(fold(event({ user_no: null }))).views).toBe(1);
  });

  it('is money net of everything, rounded as the ledger rounds', () => {
    const { purchases, kopecks, games } = countsOf(fold(payment()));
    expect({ purchases, kopecks }).toEqual({ purchases: 1, kopecks: 51n - 1n - 1n + 5n });
    expect(games.get('game')).toEqual({ views: 0, kopecks: 49n });
    expect(games.get('other')).toEqual({ views: 0, kopecks: 5n });
  });

  it('is taken from the money when it goes back, and no sale where a wallet is filled or the payment failed', () => {
    const lines = [{ gameId: 'game', amountMinor: 101 }];
    const data = { kind: 'refund', rateToRub: '0.5', lines };
    const refund = event({ type: 'com.platform.payment.refund.processed.v1', data });
    expect(countsOf(fold(refund))).toMatchObject({ purchases: 0, kopecks: -51n });
    expect(countsOf(fold(payment({ kind: 'topup' })))).toMatchObject({ events: 1, purchases: 0, kopecks: 0n });
    expect(countsOf(fold(payment({ status: 'failed' })))).toMatchObject({ events: 1, purchases: 0, kopecks: 0n });
  });

  it('keeps who is ahead of the clock apart, and the running second with them', () => {
    const delta = fold(event(), event({ effective_at: at(0) }), event({ effective_at: at(-60) }), session('heartbeat'));
    expect(delta.users).toEqual(new Map([[17, NOW - 10]]));
    expect(delta.ahead).toEqual([NOW, NOW + 60].map((second) => ({ game: '', user: 17, second })));
    expect(delta.players).toEqual(new Map([['game', new Map([[17, NOW - 10]])]]));
  });

  it('is a sign of a session, from its start’s own time unless that is later than the event', () => {
    const sign = (...events: ValidatedEvent[]) =>
      fold(...events)
        .sessions.get(17)
        ?.get('s1');
    expect(sign(session('started', { sessionStartTime: at(500) }))).toEqual({ sign: NOW - 500, ended: 0 });
    expect(sign(session('started', { sessionStartTime: at(-500) }))).toEqual({ sign: NOW - 10, ended: 0 });
    expect(sign(session('ended', { sessionEndTime: at(300) }))).toEqual({ sign: 0, ended: NOW - 10 });
    const all = [session('heartbeat', {}, { effective_at: at(100) }), session('started'), session('ended')];
    expect(sign(...all)).toEqual(sign(...[...all].reverse()));
    expect(sign(session('heartbeat', { sessionId: '' }))).toBeUndefined();
  });

  it('is nothing when no window can hold it any more, or not for very long', () => {
    const live = (ago: number) => isLive(liveEvent(event({ effective_at: at(ago) })), NOW);
    expect([0, 3_600, 3_660, 3_661, -3_600, -3_601].map(live)).toEqual([true, true, true, false, true, false]);
  });

  it('has one identity for one source and id', () => {
    const identity = (changes: Partial<ValidatedEvent>) => liveEvent(event(changes)).identity;
    expect(identity({})).toBe(identity({ data: {} }));
    expect(identity({})).not.toBe(identity({ id: '2' }));
    expect(identity({ source: 'a', id: 'b' })).not.toBe(identity({ source: 'ab', id: '' }));
    expect(identity({})).toHaveLength(8);
  });

  it('does not depend on the order', () => {
    const events = [event(), payment(), session('started'), session('heartbeat', {}, { effective_at: at(3) })];
    const sorted = (delta: LiveDelta) => [...delta.counts].sort(([a], [b]) => a - b);
    const [one, other] = [fold(...events), fold(...[...events].reverse())];
    expect(sorted(one)).toEqual(sorted(other));
    expect({ ...one, counts: [] }).toEqual({ ...other, counts: [] });
  });
});

describe('a question for live numbers', () => {
  it('is about all of them and five minutes unless it says otherwise', () => {
    expect(LiveQuestion.of({})).toEqual({ names: LIVE_NAMES, window: '5m' });
    expect(LiveQuestion.of({ names: 'revenue, events,revenue', window: '1h' })).toEqual({
      names: ['revenue', 'events'],
      window: '1h',
    });
    expect(LiveTopQuestion.of({})).toEqual({ of: 'game_id', by: 'page_views', window: '5m', limit: 10 });
    expect(LiveTopQuestion.of({ of: 'event_type' })).toMatchObject({ by: 'events' });
  });

  it.each([
    [() => LiveQuestion.of({ names: 'events,dau' }), 'names'],
    [() => LiveQuestion.of({ window: '2h' }), 'window'],
    [() => LiveTopQuestion.of({ of: 'user_no' }), 'of'],
    [() => LiveTopQuestion.of({ of: 'event_type', by: 'players' }), 'by'],
  ])('is refused with the parameter at fault (%#)', (ask, parameter) => {
    expect(ask).toThrow(expect.objectContaining({ code: 'INVALID_QUERY_PARAMETERS', source: { parameter } }));
  });
});

describe('the past of live numbers', () => {
  const past = { topic: 'validated', stored: new Map([[0, 7n]]), nowSecond: NOW };

  it('is read within the hour and its margin, and no further than what is stored completely', () => {
    const { params, text } = liveCountsStatement(past);
    expect(Object.values(params)).toContain('2026-11-18 10:05:40.000');
    expect(text).toContain('_ko < transform(toUInt32(_kp)');
  });

  it('asks of sessions with the types it knows, whatever their number', () => {
    expect(Object.values(livePlayersStatement(past).params).filter((value) => String(value).includes('ended'))).toEqual(
      [],
    );
    expect(
      new Set(Object.values(liveSessionsStatement(past).params).filter((value) => String(value).includes('session')))
        .size,
    ).toBe(3);
  });
});

import type { ValidatedEvent } from '@analytics/contracts';
import { WISHLIST_LEDGER_TABLE, type WishlistRow } from '../warehouse/derived-tables';
import { rowChanges } from './row-changes';
import { covers, dayOf, joined, writtenDay } from './spans';
import { rowReader, storedRows } from './stored-rows.sql';
import { sql } from '../sql/sql';
import { touchedBy } from './touched';

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

describe('spans', () => {
  it('that meet become one, in order', () => {
    expect(joined([span(5, 9), span(0, 2), span(2, 3), span(20, Infinity), span(30, 31)])).toEqual([
      span(0, 3),
      span(5, 9),
      span(20, Infinity),
    ]);
    expect(joined([span(0, 2), span(3, 4)], 1)).toEqual([span(0, 4)]);
  });

  it('hold both their ends', () => {
    const spans = [span(0, 2), span(5, Infinity)];
    expect([-1, 0, 2, 3, 5, 1e15].map((atMs) => covers(spans, atMs))).toEqual([false, true, true, false, true, true]);
  });

  it('are read by days of UTC, also before 1970', () => {
    expect(dayOf(-1)).toBe(-1);
    expect(writtenDay(dayOf(Date.UTC(2024, 1, 29, 23, 59)))).toBe('2024-02-29');
    expect(writtenDay(dayOf(Date.UTC(1969, 5, 1)))).toBe('2148-11-05');
    expect(writtenDay(dayOf(Date.UTC(2150, 5, 1)))).toBe('1970-12-26');
  });
});

describe('the changes from what is stored to what the facts say', () => {
  const row = (id: string, given: Partial<WishlistRow> = {}): WishlistRow => ({
    ...{ effective_at: new Date(0), game_id: 'game', user_no: 1, source: '/store', id, effect: 'added' },
    ...{ platform: '', country: '', is_bot: false, is_staff: false, facts: 3n, is_deleted: 0 },
    ...given,
  });
  const changes = (derived: WishlistRow[], stored: WishlistRow[]) =>
    rowChanges({ table: WISHLIST_LEDGER_TABLE, derived, stored, keyOf: ({ id }) => id, factsOf: () => 9n });

  it('are new rows, rows that say something else, and tombstones of those that are none any more', () => {
    const stored = [row('same'), row('other'), row('gone')];
    const found = changes([row('same'), row('other', { effect: 'none' }), row('new')], stored);
    expect(found.fresh).toEqual([row('new')]);
    expect(found.rows).toEqual([
      row('other', { effect: 'none' }),
      row('new'),
      row('gone', { facts: 9n, is_deleted: 1 }),
    ]);
  });

  it('are rows that say the same from more facts, not from as many or fewer', () => {
    const stored = [row('a'), row('b'), row('c')];
    const found = changes([row('a', { facts: 2n }), row('b'), row('c', { facts: 4n })], stored);
    expect(found).toMatchObject({ rows: [row('c', { facts: 4n })], fresh: [] });
  });

  it('read what is stored column by column, as the writer gives it', () => {
    const { text } = storedRows(WISHLIST_LEDGER_TABLE, sql`t.user_no = 1`);
    expect(text).toContain('toUnixTimestamp64Milli(t.`effective_at`) AS `effective_at`');
    expect(text).toContain('FROM `wishlist_ledger` AS t FINAL PREWHERE t.user_no = 1');
    const wire = { ...row('a'), effective_at: '1700000000123', facts: '18446744073709551615' };
    expect(rowReader(WISHLIST_LEDGER_TABLE)(wire)).toEqual(
      row('a', { effective_at: new Date(1_700_000_000_123), facts: 2n ** 64n - 1n }),
    );
  });
});

describe('what a batch of events touches', () => {
  const at = '2026-11-01T00:00:00.000Z';
  const event = (type: string, given: Partial<ValidatedEvent> = {}) =>
    ({
      type: `com.platform.${type}.v1`,
      source: '/s',
      id: 'i',
      effective_at: at,
      user_no: null,
      device_no: null,
      data: {},
      ...given,
    }) as ValidatedEvent;
  const instant = span(Date.parse(at), Date.parse(at));
  const nothing = { devices: [], accounts: [], gameSessions: [], wishes: [] };

  it.each([
    [
      'a visit without a device: the account',
      event('client.page.viewed', { user_no: 1 }),
      { accounts: [{ no: 1, spans: [instant], links: [] }] },
    ],
    [
      'a visit on a device: the device',
      event('client.page.viewed', { user_no: 1, device_no: 2 }),
      { devices: [{ no: 2, spans: [instant], links: [] }] },
    ],
    [
      'anything anonymous: the device',
      event('marketing.campaign.interacted', { device_no: 2 }),
      { devices: [{ no: 2, spans: [instant], links: [] }] },
    ],
    ['a visit of nobody on nothing: nothing', event('client.page.viewed'), {}],
    [
      'a log-in on a device: the device, by its link',
      event('auth.user.loggedin', { user_no: 1, device_no: 2 }),
      { devices: [{ no: 2, spans: [], links: [{ atMs: instant.fromMs, source: '/s', id: 'i' }] }] },
    ],
    ['a log-in without a device: nothing', event('auth.user.loggedin', { user_no: 1 }), {}],
    [
      'a wish',
      event('catalog.game.wishlisted', { user_no: 1, data: { gameId: 'g' } }),
      { wishes: [{ userNo: 1, gameId: 'g' }] },
    ],
    [
      'a purchase: the wishes for its games, each once',
      event('payment.transaction.completed', {
        user_no: 1,
        data: { kind: 'dlc', lines: [{ gameId: 'g' }, { gameId: 'g' }, { gameId: 'h' }] },
      }),
      {
        wishes: [
          { userNo: 1, gameId: 'g' },
          { userNo: 1, gameId: 'h' },
        ],
      },
    ],
    [
      'what is bought in a game: nothing',
      event('payment.transaction.completed', { user_no: 1, data: { kind: 'ingame', lines: [{ gameId: 'g' }] } }),
      {},
    ],
    [
      'a refund: nothing',
      event('payment.refund.processed', { user_no: 1, data: { kind: 'refund', lines: [{ gameId: 'g' }] } }),
      {},
    ],
    [
      'a game session',
      event('library.session.heartbeat', { user_no: 1, data: { sessionId: 's', gameId: 'g' } }),
      { gameSessions: [{ userNo: 1, sessionId: 's', ...instant }] },
    ],
  ])('%s', (_, given, touched) => {
    expect(touchedBy([given])).toEqual({ ...nothing, ...touched });
  });

  it('is each subject once', () => {
    const later = event('library.session.ended', {
      user_no: 1,
      data: { sessionId: 's' },
      effective_at: '2026-11-01T01:00:00.000Z',
    });
    const { gameSessions } = touchedBy([
      later,
      event('library.session.started', { user_no: 1, data: { sessionId: 's' } }),
    ]);
    expect(gameSessions).toEqual([
      { userNo: 1, sessionId: 's', fromMs: instant.fromMs, toMs: instant.fromMs + 3_600_000 },
    ]);
  });
});

import type { ValidatedEvent } from '@analytics/contracts';
import { DEVELOPER, DEVICE, GAME, PERSON } from './cast';
import { givesBack, on, pays, plays, views } from './moscow-events';

/*
 * Two weeks of a small store, Monday 26 October to Sunday 8 November 2026 by the clock of Moscow, worked out by hand.
 * Data is complete through Monday 9 November, 12:00. Games: Alpha (rpg, adventure) and Beta (puzzle) of North, Gamma (rpg)
 * of South.
 *
 * Anna    looks at Beta on the 26th at 11:00, at Alpha every day from the 26th to the 1st at 12:00; searches on the 26th
 *         at 12:05. Buys Alpha on 1 November at 00:30, when it is still October in UTC: 1000.00, discount 100.00, tax
 *         150.00, fee 50.00. Buys something in Alpha on the 6th for 99.00 (tax 16.50, fee 4.95), fills her wallet.
 * Boris   looks at Beta on the 27th at 10:00 and 10:20 without an account, registers on that device on the 28th. On the
 *         5th gives two Betas away: 600.00 (tax 100.00, fee 30.00); 300.00 are charged back on the 7th. One payment fails.
 * Clara   buys Gamma on the 2nd for 19.99 dollars at 90.005 (= 1799.19995, so 1799.20 roubles; tax 3.33 = 299.71665, so
 *         299.72; fee 1.00 = 90.005, so 90.01) and gets all of it back on the 5th. The refund is received first.
 * Dmitri  plays Alpha on the 3rd 20-22 h and on a second machine 21-23 h; Beta 23:30-00:30. Looks at Gamma on the 4th at
 *         23:50 and on the 5th at 00:10: one visit, of the 4th.
 * Elena   plays Alpha on the 1st at 10:00, last heartbeat 10:10, no end: 10 minutes. Gamma on the 3rd 21:30-22:00. Alpha on
 *         the 6th at 10:00 without a further sign: 5 minutes. Starts Alpha on the 9th at 11:50, still open.
 * Fyodor  wishes for Alpha on the 26th and again on the 27th, buys it on the 4th: 900.00 (tax 150.00, fee 45.00). Wishes
 *         for Beta on the 4th, no more on the 5th; for Gamma on the 6th. Reviews Alpha on the 7th: 8.
 * Galina, Hleb  share a device on the 2nd: a look at Gamma at 9:00 without an account, Galina logs in at 10:00, a look
 *         at 11:00, Hleb logs in at 12:00, a look at 13:00. The looks at 9 and 11 are Galina's, the one at 13 Hleb's.
 *         On the 8th Hleb befriends Galina.
 * A device nobody logs in on looks at Gamma on the 3rd at 12:00 and searches. A crawler looks at Alpha three times on the
 *         26th. Julia is staff: a look on the 26th, Gamma bought on the 3rd for 1799.00.
 *
 * Active by day  26: Anna · 27: Anna Boris · 28-31: Anna · 1: Anna Elena · 2: Clara Galina Hleb · 3: Dmitri Elena ·
 *                4: Dmitri Fyodor · 5: Boris Dmitri · 6: Anna Elena · 7: Fyodor · 8: Hleb. Distinct 8, days of people 22.
 * Money          gross 1000.00 + 1799.20 + 900.00 + 600.00 + 99.00 = 4398.20; discount 100.00; tax 150.00 + 299.72 + 150.00 +
 *                100.00 + 16.50 = 716.22; fee 50.00 + 90.01 + 45.00 + 30.00 + 4.95 = 219.96; refund 1799.20; chargeback
 *                300.00; net 4398.20 - 100.00 - 716.22 - 219.96 - 1799.20 - 300.00 = 1262.82. Orders 5, units 1 + 1 + 1 + 2 = 5.
 *                Payers Anna, Boris, Clara, Fyodor; by the day of purchase not Clara.
 * Play           sessions 1: 1 · 3: 4 (120, 120, 60, 30 minutes) · 6: 1. Hours 1: 1/6 · 3: Alpha 3 + Beta 1/2 + Gamma 1/2 = 4
 *                · 4: 1/2 · 6: 1/12; in all 4.75. Never more than two at once.
 * Visits         26: 2 · 27: 2 · 28-31: 1 each · 1: 1 · 2: 3 · 3: 1 · 4: 1; in all 14.
 * Wishes         adds 26, 4, 6; removed on the 5th; outstanding 1 until the 4th, 0 on the 5th, 1 from the 6th.
 */

const { alpha, beta, gamma } = GAME;
const user = (userId: number) => ({ userId });
const device = (anonymousId: number) => ({ anonymousId });
const { anna, boris, clara, dmitri, elena, fyodor, galina, hleb, crawler, julia } = PERSON;

const games = (): ValidatedEvent[] =>
  [
    { gameId: alpha, developerId: DEVELOPER.north, title: 'Alpha', genres: ['rpg', 'adventure'] },
    { gameId: beta, developerId: DEVELOPER.north, title: 'Beta', genres: ['puzzle'] },
    { gameId: gamma, developerId: DEVELOPER.south, title: 'Gamma', genres: ['rpg'] },
  ].map((game) => on('10-26 00:00', 'developer.game.published', { ...game, tags: [], releaseDate: '2026-10-26' }));

const annasEvents = (): ValidatedEvent[] => [
  views('10-26 11:00', user(anna), beta),
  ...['10-26', '10-27', '10-28', '10-29', '10-30', '10-31', '11-01'].map((day) =>
    views(`${day} 12:00`, user(anna), alpha),
  ),
  on('10-26 12:05', 'catalog.game.searched', { ...user(anna), queryLength: 5, queryWords: 1, resultsCount: 3 }),
  pays(
    '11-01 00:30',
    { ...user(anna), transactionId: 't-anna' },
    { gameId: alpha, gross: 100_000, discount: 10_000, tax: 15_000, fee: 5_000 },
  ),
  on('11-01 01:00', 'download.started', { ...user(anna), downloadId: 'd-anna', gameId: alpha, sizeBytes: 9 }),
  on('11-01 01:10', 'download.completed', { ...user(anna), downloadId: 'd-anna', gameId: alpha, sizeBytes: 9 }),
  pays(
    '11-06 12:00',
    { ...user(anna), transactionId: 't-sword', kind: 'ingame' },
    { gameId: alpha, gross: 9_900, tax: 1_650, fee: 495 },
  ),
  pays('11-06 12:30', { ...user(anna), transactionId: 't-wallet', kind: 'topup' }, { gameId: '', gross: 500_000 }),
];

const borisEvents = (): ValidatedEvent[] => [
  views('10-27 10:00', device(DEVICE.boris), beta),
  views('10-27 10:20', device(DEVICE.boris), beta),
  on('10-28 10:00', 'auth.user.registered', {
    ...user(boris),
    ...device(DEVICE.boris),
    method: 'password',
    platform: 'web',
  }),
  pays('11-03 18:00', { ...user(boris), transactionId: 't-fails', status: 'failed' }, { gameId: beta, gross: 30_000 }),
  pays(
    '11-05 18:00',
    { ...user(boris), transactionId: 't-gift', kind: 'gift' },
    { gameId: beta, gross: 60_000, tax: 10_000, fee: 3_000, quantity: 2 },
  ),
  givesBack(
    '11-07 10:00',
    { ...user(boris), refundId: 'r-gift', transactionId: 't-gift', kind: 'chargeback' },
    beta,
    30_000,
  ),
];

const DOLLARS = { currency: 'USD', rateToRub: '90.005' };

const clarasEvents = (): ValidatedEvent[] => [
  givesBack('11-05 15:00', { ...user(clara), refundId: 'r-clara', transactionId: 't-clara', ...DOLLARS }, gamma, 1_999),
  pays(
    '11-02 12:00',
    { ...user(clara), transactionId: 't-clara', ...DOLLARS },
    { gameId: gamma, gross: 1_999, tax: 333, fee: 100 },
  ),
  // Of a purchase nobody has told of: it waits.
  givesBack('11-06 15:00', { ...user(clara), refundId: 'r-lost', transactionId: 't-unknown' }, gamma, 77_700),
];

const players = (): ValidatedEvent[] => [
  ...plays('s-1', { ...user(dmitri), gameId: alpha }, { start: '11-03 20:00', end: '11-03 22:00' }),
  ...plays('s-2', { ...user(dmitri), gameId: alpha }, { start: '11-03 21:00', end: '11-03 23:00' }),
  ...plays('s-3', { ...user(dmitri), gameId: beta }, { start: '11-03 23:30', end: '11-04 00:30' }),
  views('11-04 23:50', user(dmitri), gamma),
  views('11-05 00:10', user(dmitri), gamma),
  ...plays('s-4', { ...user(elena), gameId: alpha }, { start: '11-01 10:00', beats: ['11-01 10:05', '11-01 10:10'] }),
  ...plays('s-5', { ...user(elena), gameId: alpha }, { start: '11-06 10:00' }),
  ...plays('s-6', { ...user(elena), gameId: gamma }, { start: '11-03 21:30', end: '11-03 22:00' }),
  ...plays('s-7', { ...user(elena), gameId: alpha }, { start: '11-09 11:50' }),
];

const fyodorsEvents = (): ValidatedEvent[] => [
  on('10-26 09:00', 'catalog.game.wishlisted', { ...user(fyodor), gameId: alpha }),
  on('10-27 09:00', 'catalog.game.wishlisted', { ...user(fyodor), gameId: alpha }),
  pays(
    '11-04 12:00',
    { ...user(fyodor), transactionId: 't-fyodor' },
    { gameId: alpha, gross: 90_000, tax: 15_000, fee: 4_500 },
  ),
  on('11-04 12:10', 'download.started', { ...user(fyodor), downloadId: 'd-fyodor', gameId: alpha, sizeBytes: 9 }),
  on('11-04 13:00', 'catalog.game.wishlisted', { ...user(fyodor), gameId: beta }),
  on('11-05 13:00', 'catalog.game.unwishlisted', { ...user(fyodor), gameId: beta }),
  on('11-06 13:00', 'catalog.game.wishlisted', { ...user(fyodor), gameId: gamma }),
  on('11-07 20:00', 'social.review.created', { ...user(fyodor), reviewId: 'v-1', gameId: alpha, rating: 8 }),
];

const sharedDevice = (): ValidatedEvent[] => {
  const login = { ...device(DEVICE.shared), method: 'password', platform: 'web', clientVersion: '1.0' };
  return [
    views('11-02 09:00', device(DEVICE.shared), gamma),
    on('11-02 10:00', 'auth.user.loggedin', { ...user(galina), ...login }),
    views('11-02 11:00', device(DEVICE.shared), gamma),
    on('11-02 12:00', 'auth.user.loggedin', { ...user(hleb), ...login }),
    views('11-02 13:00', device(DEVICE.shared), gamma),
    on('11-08 20:00', 'social.friend.added', { ...user(hleb), friendUserId: galina }),
  ];
};

const others = (): ValidatedEvent[] => [
  views('11-03 12:00', device(DEVICE.unknown), gamma),
  on('11-03 12:01', 'catalog.game.searched', { ...device(DEVICE.unknown), queryLength: 5, resultsCount: 0 }),
  ...['03:00', '03:01', '03:02'].map((clock) => views(`10-26 ${clock}`, user(crawler), alpha, { is_bot: true })),
  views('10-26 15:00', user(julia), alpha, { is_staff: true }),
  pays(
    '11-03 15:00',
    { ...user(julia), transactionId: 't-julia' },
    { gameId: gamma, gross: 179_900 },
    { is_staff: true },
  ),
  on('11-08 21:00', 'admin.user.banned', { ...user(crawler), adminId: julia, reason: 'crawling' }),
];

const messages = (): ValidatedEvent[] => {
  const note = { ...user(anna), channel: 'email', template: 'sale' };
  const ad = { campaignId: 'autumn', channel: 'social', ...user(clara) };
  return [
    ...['n-1', 'n-2', 'n-3'].map((notificationId) =>
      on('11-07 09:00', 'notification.sent', { ...note, notificationId }),
    ),
    on('11-07 09:00', 'notification.failed', { ...note, notificationId: 'n-4', reason: 'bounced' }),
    ...['impression', 'impression', 'impression', 'impression', 'open', 'click'].map((action) =>
      on('11-07 10:00', 'marketing.campaign.interacted', { ...ad, action }),
    ),
  ];
};

const measurements = (): ValidatedEvent[] =>
  [
    { clock: '11-08 12:00', requests: 100, errors: 1, latencyP95Ms: 200 },
    { clock: '11-08 12:01', requests: 300, errors: 1, latencyP95Ms: 100 },
    { clock: '11-09 12:00', requests: 10, errors: 0, latencyP95Ms: 50 },
  ].map(({ clock, ...measured }) => {
    const data = { service: 'store', instance: 'store-1', windowSeconds: 60, latencyP50Ms: 10, latencyP99Ms: 400 };
    return on(clock, 'system.service.measured', { ...data, ...measured }, { received_at: '2026-11-09T09:00:00.000Z' });
  });

/** The events of the standard data set, in the order they arrive. */
export const STANDARD_DATA: readonly ValidatedEvent[] = [
  ...games(),
  ...annasEvents(),
  ...borisEvents(),
  ...clarasEvents(),
  ...players(),
  ...fyodorsEvents(),
  ...sharedDevice(),
  ...others(),
  ...messages(),
  ...measurements(),
];

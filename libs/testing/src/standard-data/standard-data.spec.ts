import type { ReferenceQuestion } from '../reference/metrics/reference-metric';
import { REFERENCE_METRICS, referenceMetric } from '../reference/metrics/reference-metric';
import { DEVELOPER, GAME } from './cast';
import { moscow } from './moscow-events';
import { STANDARD_DATA } from './standard-data';

const TWO_WEEKS: ReferenceQuestion = {
  zone: 'Europe/Moscow',
  periodStart: new Date(moscow('10-26 00:00')),
  periodEnd: new Date(moscow('11-09 00:00')),
  granularity: 'day',
};

const ask = (name: string, question: Partial<ReferenceQuestion> = {}) =>
  referenceMetric(name, STANDARD_DATA, { ...TWO_WEEKS, ...question });
const total = (name: string, question: Partial<ReferenceQuestion> = {}) => ask(name, question).total.value;
const points = (name: string, question: Partial<ReferenceQuestion> = {}) =>
  ask(name, question).series[0]!.points.map(({ value }) => value);

/** Totals over the two weeks, as the head of the data set works them out. */
const TOTALS: readonly (readonly [string, number | null])[] = [
  ['dau', 8],
  ['wau', 8],
  ['mau', 8],
  ['wau_iso', 8],
  ['mau_calendar', 8],
  ['stickiness', 22 / 30 / 8],
  ['new_users', 8],
  ['registrations', 1],
  ['logins', 2],
  ['game_page_views', 16],
  ['searches', 2],
  ['orders', 5],
  ['units_sold', 5],
  ['gross_revenue', 4398.2],
  ['discount_amount', 100],
  ['taxes', 716.22],
  ['fees', 219.96],
  ['refunds', 1799.2],
  ['chargebacks', 300],
  ['net_revenue', 1262.82],
  ['refund_rate', 179_920 / 439_820],
  ['payers', 4],
  ['payer_share', 0.5],
  ['average_order_value', 859.64],
  ['arpu', 157.8525],
  ['arppu', 315.705],
  ['arpdau', 126_282 / 22 / 100],
  ['game_sessions', 6],
  ['playtime_hours', 4.75],
  ['avg_session_minutes', 57.5],
  ['peak_concurrent_players', 2],
  ['store_sessions', 14],
  ['wishlist_adds', 3],
  ['wishlist_removes', 1],
  ['wishlist_outstanding', 1],
  ['conversion_page_to_purchase', 2 / 3],
  ['conversion_wishlist_to_purchase', 1],
  ['downloads_started', 2],
  ['downloads_completed', 1],
  ['download_success_rate', 0.5],
  ['reviews', 1],
  ['review_score', 8],
  ['friends_added', 1],
  ['notifications_sent', 3],
  ['notification_delivery_rate', 0.75],
  ['campaign_impressions', 4],
  ['campaign_clicks', 1],
  ['campaign_ctr', 0.25],
  ['bans', 1],
  ['service_requests', 400],
  ['service_error_rate', 0.005],
  ['service_latency_p95', 200],
];

/** By day, from Monday the 26th to Sunday the 8th. */
const DAYS: readonly (readonly [string, readonly (number | null)[]])[] = [
  ['dau', [1, 2, 1, 1, 1, 1, 2, 3, 2, 2, 2, 2, 1, 1]],
  ['new_users', [1, 1, 0, 0, 0, 0, 1, 3, 1, 1, 0, 0, 0, 0]],
  ['game_sessions', [0, 0, 0, 0, 0, 0, 1, 0, 4, 0, 0, 1, 0, 0]],
  ['playtime_hours', [0, 0, 0, 0, 0, 0, 1 / 6, 0, 4, 0.5, 0, 1 / 12, 0, 0]],
  ['avg_session_minutes', [null, null, null, null, null, null, 10, null, 82.5, null, null, 5, null, null]],
  ['peak_concurrent_players', [0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0, 1, 0, 0]],
  ['store_sessions', [2, 2, 1, 1, 1, 1, 1, 3, 1, 1, 0, 0, 0, 0]],
  ['wishlist_outstanding', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1]],
  ['gross_revenue', [0, 0, 0, 0, 0, 0, 1000, 1799.2, 0, 900, 600, 99, 0, 0]],
  ['net_revenue', [0, 0, 0, 0, 0, 0, 700, 1409.47, 0, 705, -1329.2, 77.55, -300, 0]],
  ['payers', [0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0]],
  ['conversion_page_to_purchase', [0.5, 1, 1, 1, 1, 1, ...[null, null, null, null, null, null, null, null]]],
];

describe('the standard data set', () => {
  it.each(TOTALS)('has a %s of %p over its two weeks', (name, value) => {
    expect(total(name)).toBe(value);
  });

  it.each(DAYS)('has its %s by day', (name, values) => {
    expect(points(name)).toEqual(values);
  });

  it('is asked about every metric the reference has', () => {
    const asked = TOTALS.map(([name]) => name);
    expect(REFERENCE_METRICS.filter((name) => !asked.includes(name))).toEqual(['events_ingested']);
    expect(total('events_ingested', { periodEnd: new Date(moscow('11-10 00:00')) })).toBe(STANDARD_DATA.length);
  });

  it('counts refunds on the day of their purchase when asked to', () => {
    const basis = 'purchase_date';
    expect(points('net_revenue', { basis })).toEqual([0, 0, 0, 0, 0, 0, 700, -389.73, 0, 705, 170, 77.55, 0, 0]);
    expect(total('net_revenue', { basis })).toBe(1262.82);
    expect(total('payers', { basis })).toBe(3);
  });

  it('rolls weeks over days, and has calendar weeks and months beside them', () => {
    expect(points('wau')).toEqual([1, 2, 2, 2, 2, 2, 3, 6, 6, 7, 8, 8, 8, 8]);
    expect(points('wau_iso', { granularity: 'week' })).toEqual([3, 8]);
    expect(points('mau_calendar', { granularity: 'month' })).toEqual([2, 8]);
  });

  it('belongs to other days and months in another zone', () => {
    const utc = {
      zone: 'UTC',
      periodStart: new Date('2026-10-26T00:00:00Z'),
      periodEnd: new Date('2026-11-09T00:00:00Z'),
    };
    expect(points('gross_revenue', { ...utc, granularity: 'month' })).toEqual([1000, 3398.2]);
    expect(points('gross_revenue', { granularity: 'month' })).toEqual([0, 4398.2]);
  });

  it('is told apart by game, developer and genre', () => {
    const by = (name: string, dimension: 'game_id' | 'developer_id' | 'genre') =>
      ask(name, { dimensions: [dimension] }).series.map((series) => [series.dimensions[dimension], series.total.value]);
    expect(by('game_page_views', 'game_id')).toEqual([
      [GAME.alpha, 7],
      [GAME.beta, 3],
      [GAME.gamma, 6],
    ]);
    expect(by('gross_revenue', 'developer_id')).toEqual([
      [DEVELOPER.north, 2599],
      [DEVELOPER.south, 1799.2],
    ]);
    expect(by('playtime_hours', 'genre')).toEqual([
      ['adventure', 3.25],
      ['puzzle', 1],
      ['rpg', 3.75],
    ]);
  });

  it('calls people new to a game when a game is asked about', () => {
    const filters = [{ dimension: 'game_id', op: 'eq', value: GAME.alpha }] as const;
    // Anna, Elena, Dmitri, Fyodor
    expect(points('new_users', { filters })).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0]);
  });
});

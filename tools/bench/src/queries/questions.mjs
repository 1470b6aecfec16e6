// What people of a store ask on an ordinary day. `reads` is what an answer may be read from: `facts` where a question cannot be
// answered from marts, by its nature; everything else has to do without the events themselves.

const MONTH = { days: 30, granularity: 'day' };
const WEEK = { days: 7, granularity: 'day' };

export const QUESTIONS = [
  ['dau', MONTH],
  ['dau', { ...MONTH, dimensions: 'platform' }],
  ['wau', { ...MONTH, granularity: 'week', dimensions: 'country' }],
  ['mau', MONTH],
  ['stickiness', MONTH],
  ['new_users', { ...MONTH, dimensions: 'platform' }],
  ['registrations', MONTH],
  ['game_page_views', { ...MONTH, dimensions: 'game_id', limit: 50 }],
  ['game_page_views', { ...WEEK, granularity: 'hour' }],
  ['searches', { ...MONTH, compare: 'previous_period' }],
  ['wishlist_adds', { ...MONTH, dimensions: 'game_id', limit: 50 }],
  ['gross_revenue', MONTH],
  ['gross_revenue', { ...MONTH, dimensions: 'genre', compare: 'previous_period' }],
  ['net_revenue', { ...MONTH, dimensions: 'country' }],
  ['orders', { ...MONTH, dimensions: 'payment_method' }],
  ['arpu', { ...MONTH, granularity: 'week', dimensions: 'platform' }],
  ['arpdau', MONTH],
  ['payer_share', MONTH],
  ['refund_rate', MONTH],
  ['conversion_page_to_purchase', { ...WEEK, dimensions: 'platform' }, { facts: true }],
  ['game_sessions', { ...MONTH, dimensions: 'game_id', limit: 50 }],
  ['playtime_hours', WEEK],
  ['store_sessions', MONTH],
  ['events_ingested', { ...MONTH, dimensions: 'event_type' }],
].map(([metric, asked, { facts = false } = {}]) => ({ metric, asked, facts }));

const DAY_MS = 86_400_000;
const day = (instant) => new Date(instant).toISOString().slice(0, 10);

/** The question as it is asked about some days earlier, or in another zone: another one to every cache. */
export function addressOf(
  { metric, asked: { days, ...rest } },
  { shift = 0, zone = 'Europe/Moscow', now = Date.now() } = {},
) {
  const end = now - shift * DAY_MS;
  const search = { period_start: day(end - days * DAY_MS), period_end: day(end), timezone: zone, ...rest };
  return `/api/v1/analytics/metrics/values/${metric}?${new URLSearchParams(search)}`;
}

export function nameOf({ metric, asked: { days, granularity, dimensions, compare } }) {
  const by = dimensions === undefined ? '' : ` by ${dimensions}`;
  return `${metric}${by}, ${days} days by ${granularity}${compare === undefined ? '' : ', compared'}`;
}

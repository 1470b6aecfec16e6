import type { MetricValuesAnswer, ValidatedEvent } from '@analytics/contracts';
import { type ReferenceAnswer, type ReferenceDimension, referenceMetric, validatedFrom } from '@analytics/testing';
import { type DemoAnswers, demoAnswers, demoEvents } from './stack/demo-store';
import { BASE, comingAgain } from './stack/events';
import { Stack } from './stack/stack';

const DAY_MS = 86_400_000;
const MOSCOW_MS = 3 * 3_600_000;
const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
const dateOf = (at: Date): string => new Date(at.getTime() + MOSCOW_MS).toISOString().slice(0, 10);
const ALWAYS = { period_start: dayBefore(100), period_end: dayBefore(-2) };
const ZONE = 'Europe/Moscow';

let stack: Stack;
let answers: DemoAnswers;
let events: ValidatedEvent[];
let period: { readonly from: Date; readonly until: Date };

beforeAll(async () => {
  stack = await Stack.start();
  await stack.command('seed', '--users', '1200');
  answers = demoAnswers(stack);
  const { until, staff } = answers.plan;
  const today = Math.floor((Date.parse(until) + MOSCOW_MS) / DAY_MS) * DAY_MS - MOSCOW_MS;
  period = { from: new Date(today - 60 * DAY_MS), until: new Date(today) };
  const good = (await demoEvents(answers.plan)).filter(({ fault }) => fault === undefined).map(({ event }) => event);
  const { watermark } = (await ask('orders')).meta;
  events = [...validatedFrom(good, { receivedAt: new Date(watermark!), staff: new Set(staff) })];
}, 600_000);
afterAll(() => stack.stop());

const get = async (url: string, role: string): Promise<unknown> => {
  const headers = { authorization: `Bearer ${stack.state.credentials.tokens[role]}` };
  const response = await comingAgain(() => fetch(url, { headers, signal: AbortSignal.timeout(60_000) }));
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
};

function ask(metric: string, more: Record<string, string> = {}, role = 'platform_admin'): Promise<MetricValuesAnswer> {
  const days = {
    period_start: dateOf(period.from),
    period_end: dateOf(period.until),
    granularity: 'day',
    timezone: ZONE,
  };
  const query = new URLSearchParams({ ...days, limit: '1000', ...more });
  const url = `${stack.state.services['query-api'].url}${BASE}/metrics/values/${metric}?${query}`;
  return get(url, role) as Promise<MetricValuesAnswer>;
}

const expected = (metric: string, dimensions: readonly ReferenceDimension[] = []): ReferenceAnswer =>
  referenceMetric(metric, events, {
    ...{ zone: ZONE, periodStart: period.from, periodEnd: period.until, granularity: 'day', dimensions },
  });

/** Sums of fractions depend on their order in the last digits. */
const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 1e6) / 1e6;

describe('the demo store', () => {
  it('is counted whole: every event that is good, once', async () => {
    const wide = await ask('events_ingested', ALWAYS);
    expect(wide.data.total.value).toBe(answers.events);
  });

  it.each([
    ...['dau', 'wau', 'mau', 'stickiness', 'new_users', 'registrations', 'logins', 'game_page_views', 'searches'],
    ...['game_sessions', 'playtime_hours', 'avg_session_minutes', 'peak_concurrent_players', 'store_sessions'],
    ...['wishlist_adds', 'wishlist_removes', 'wishlist_outstanding', 'conversion_page_to_purchase'],
    ...[
      'orders',
      'units_sold',
      'payers',
      'gross_revenue',
      'discount_amount',
      'taxes',
      'fees',
      'refunds',
      'chargebacks',
    ],
    ...['net_revenue', 'refund_rate', 'arpu', 'arppu', 'arpdau', 'average_order_value', 'downloads_started'],
    ...['download_success_rate', 'reviews', 'review_score', 'friends_added', 'notifications_sent', 'campaign_clicks'],
    ...['notification_delivery_rate', 'campaign_impressions', 'campaign_ctr', 'bans', 'service_requests'],
    ...['service_error_rate', 'events_ingested'],
  ])('says %s as the reference does, on each day and over all', async (metric) => {
    const [answer, reference] = [(await ask(metric)).data, expected(metric)];
    expect(answer.series[0]!.points.map(({ value }) => rounded(value))).toEqual(
      reference.series[0]!.points.map(({ value }) => rounded(value)),
    );
    expect(rounded(answer.total.value)).toBe(rounded(reference.total.value));
  });

  it.each<[string, ReferenceDimension]>([
    ['dau', 'platform'],
    ['new_users', 'country'],
    ['net_revenue', 'developer_id'],
    ['orders', 'payment_method'],
    ['game_page_views', 'placement'],
    ['playtime_hours', 'genre'],
    ['notifications_sent', 'channel'],
  ])('says %s by %s as the reference does', async (metric, dimension) => {
    const [answer, reference] = [(await ask(metric, { dimensions: dimension })).data, expected(metric, [dimension])];
    const totals = (series: readonly { dimensions: object; total: { value?: number | null } }[]) =>
      Object.fromEntries(
        series.map(({ dimensions, total }) => [Object.values(dimensions)[0] ?? '', rounded(total.value)]),
      );
    expect(totals(answer.series)).toEqual(totals(reference.series));
  });

  it('says what the seed wrote down', async () => {
    for (const [metric, unit] of [
      ['dau', 1],
      ['orders', 1],
      ['net_revenue', 100],
    ] as const) {
      const { points } = (await ask(metric)).data.series[0]!;
      const said = Object.fromEntries(
        points.map(({ period_start, value }) => [dateOf(new Date(period_start)), Math.round((value ?? 0) * unit)]),
      );
      const written = Object.entries(answers.days).map(([day, numbers]) => [day, numbers[metric]] as const);
      // Just after midnight the store's last day is yesterday: days are met by their names, not by their places.
      const [first, end] = [dateOf(period.from), dateOf(period.until)];
      expect(said).toEqual(Object.fromEntries(written.filter(([day]) => day >= first && day < end)));
    }
  });

  it('has games with sales for the developer of the local stack, and only those', async () => {
    const { data } = await ask('orders', {}, 'developer');
    const all = await ask('orders', { dimensions: 'developer_id' });
    const own = all.data.series.find(({ dimensions }) => dimensions['developer_id'] === answers.plan.developerId);
    expect(data.total.value).toBeGreaterThan(20);
    expect(data.total.value).toBe(own?.total.value);
  });

  it('leaves its broken events in the dead letters, each kind as often as it was sent', async () => {
    const url = `${stack.state.services.admin.url}${BASE}/admin/dlq/summary?group_by=reason`;
    const { data } = (await get(url, 'analytics_operator')) as {
      readonly data: readonly { reason: string; count: number }[];
    };
    expect(Object.fromEntries(data.map(({ reason, count }) => [reason, count]))).toEqual(answers.refused);
  });

  it('changes nothing when it is sent again', async () => {
    const numbers = async () =>
      Promise.all(
        ['orders', 'net_revenue', 'dau', 'playtime_hours', 'game_page_views'].map(
          async (name) => (await ask(name)).data,
        ),
      );
    const before = await numbers();
    await stack.command('seed', '--again');
    expect(await numbers()).toEqual(before);
    const { total } = (await ask('events_ingested', ALWAYS)).data;
    expect(total.value).toBe(answers.events);
  });
});

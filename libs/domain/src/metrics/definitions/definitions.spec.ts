import { DIMENSIONS } from '../question/dimensions';
import { MetricNotFound, windowDaysOf } from './metric-definition';
import { metricNamed, METRICS } from './metrics';

/** The names other people's clients rely on. */
const PROMISED =
  `dau wau mau wau_iso mau_calendar stickiness new_users registrations logins game_sessions playtime_hours avg_session_minutes
  peak_concurrent_players store_sessions game_page_views searches wishlist_adds wishlist_removes wishlist_outstanding orders units_sold
  gross_revenue discount_amount taxes fees refunds chargebacks net_revenue refund_rate payers payer_share average_order_value arpu arppu
  arpdau conversion_page_to_purchase conversion_wishlist_to_purchase downloads_started downloads_completed download_success_rate reviews
  review_score friends_added notifications_sent notification_delivery_rate campaign_impressions campaign_clicks campaign_ctr bans
  service_requests service_error_rate service_latency_p95 events_ingested events_rejected`.split(/\s+/);

describe('the metrics the product brings along', () => {
  it('are those that were promised, each once', () => {
    expect(METRICS.map(({ name }) => name).sort()).toEqual([...PROMISED].sort());
  });

  it.each(METRICS.map((metric) => [metric.name, metric] as const))('%s is explained in two languages', (_, metric) => {
    const texts = [metric.displayName, metric.description, metric.formula];
    for (const { en, ru } of texts) {
      expect(en).toMatch(/^[^а-яё]+$/i);
      expect(ru).toMatch(/[а-яё]/i);
    }
    expect(metric.dimensions.every((dimension) => DIMENSIONS.includes(dimension))).toBe(true);
    expect(metric.denominator !== undefined).toBe(metric.kind === 'ratio');
  });

  it.each([
    ['conversion_page_to_purchase', 14],
    ['conversion_wishlist_to_purchase', 180],
    ['refund_rate', 0],
    ['orders', 0],
  ])('%s goes on changing for %d days', (name, days) => expect(windowDaysOf(metricNamed(name))).toBe(days));

  it('do not have others', () => {
    expect(() => metricNamed("x'); DROP TABLE events--")).toThrow(MetricNotFound);
    expect(() => metricNamed('toString')).toThrow(MetricNotFound);
  });
});

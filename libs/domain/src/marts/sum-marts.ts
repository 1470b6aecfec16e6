import { type SqlFragment, sql } from '../sql/sql';
import type { Mart } from './mart';

const eventsHourly: Mart = {
  name: 'mart_events_hourly',
  columns: [
    ...['hour', 'event_type', 'kind', 'platform', 'country', 'game_id', 'client_version', 'campaign_id', 'placement'],
    ...['channel', 'acquisition', 'service', 'is_bot', 'is_staff', 'events', 'ratings'],
  ],
  byMonth: true,
  sources: [
    {
      view: 'mart_events_hourly_mv',
      facts: 'events',
      time: 'effective_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(effective_at) AS hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition,
          service, is_bot, is_staff, count() AS events, sum(rating) AS ratings
        FROM ${from}
        GROUP BY hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition, service, is_bot, is_staff`,
    },
  ],
  content: (
    table,
    where,
  ) => sql`SELECT hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition, service, is_bot, is_staff, sum(events), sum(ratings)
      FROM ${table} WHERE ${where}
      GROUP BY hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition, service, is_bot, is_staff`,
};

/** Events by few of those columns: a small part of the rows above. */
function fewEventsHourly(name: string, columns: readonly string[], by: SqlFragment): Mart {
  return {
    name,
    columns: ['hour', ...columns, 'events', 'ratings'],
    byMonth: true,
    sources: [
      {
        view: `${name}_mv`,
        facts: 'events',
        time: 'effective_at',
        select: (
          from,
        ) => sql`SELECT toStartOfHour(effective_at) AS hour, ${by}, count() AS events, sum(rating) AS ratings
        FROM ${from}
        GROUP BY hour, ${by}`,
      },
    ],
    content: (table, where) =>
      sql`SELECT hour, ${by}, sum(events), sum(ratings)
      FROM ${table} WHERE ${where} GROUP BY hour, ${by}`,
  };
}

const eventTypesHourly = fewEventsHourly(
  'mart_event_types_hourly',
  ['event_type', 'kind', 'platform', 'country', 'is_bot', 'is_staff'],
  sql`event_type, kind, platform, country, is_bot, is_staff`,
);

const eventGamesHourly = fewEventsHourly(
  'mart_event_games_hourly',
  ['event_type', 'kind', 'game_id', 'is_bot', 'is_staff'],
  sql`event_type, kind, game_id, is_bot, is_staff`,
);

const salesHourly: Mart = {
  name: 'mart_sales_hourly',
  columns: [
    ...[
      'hour',
      'payment_kind',
      'game_id',
      'platform',
      'country',
      'payment_method',
      'gross_kopecks',
      'discount_kopecks',
    ],
    ...['tax_kopecks', 'fee_kopecks', 'units', 'orders', 'payers'],
  ],
  byMonth: true,
  sources: [
    {
      view: 'mart_sales_hourly_mv',
      facts: 'revenue_ledger',
      time: 'booked_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(booked_at) AS hour, payment_kind, game_id, platform, country, payment_method, sum(gross_kopecks) AS gross_kopecks,
          sum(discount_kopecks) AS discount_kopecks, sum(tax_kopecks) AS tax_kopecks, sum(fee_kopecks) AS fee_kopecks,
          sumIf(quantity, payment_kind IN ('game', 'dlc', 'gift')) AS units, uniqExactState(transaction_id) AS orders, groupBitmapState(user_no) AS payers
        FROM ${from}
        WHERE entry = 'purchase' AND payment_kind != 'topup' AND NOT is_bot AND NOT is_staff
        GROUP BY hour, payment_kind, game_id, platform, country, payment_method`,
    },
  ],
  content: (
    table,
    where,
  ) => sql`SELECT hour, payment_kind, game_id, platform, country, payment_method, sum(gross_kopecks), sum(discount_kopecks), sum(tax_kopecks), sum(fee_kopecks),
        sum(units), uniqExactMerge(orders), arraySort(bitmapToArray(groupBitmapMergeState(payers)))
      FROM ${table} WHERE ${where} GROUP BY hour, payment_kind, game_id, platform, country, payment_method`,
};

const serviceHourly: Mart = {
  name: 'mart_service_hourly',
  columns: ['hour', 'service', 'requests', 'errors', 'latency_p95'],
  byMonth: true,
  sources: [
    {
      view: 'mart_service_hourly_mv',
      facts: 'service_measurements',
      time: 'measured_at',
      select: (
        from,
      ) => sql`SELECT toStartOfHour(measured_at) AS hour, service, sum(m.requests) AS requests, sum(m.errors) AS errors,
          quantileExactWeightedState(0.95)(latency_p95_ms, m.requests) AS latency_p95
        FROM ${from} AS m
        GROUP BY hour, service`,
    },
  ],
  content: (table, where) =>
    sql`SELECT hour, service, sum(requests), sum(errors), quantileExactWeightedMerge(0.95)(latency_p95)
      FROM ${table} WHERE ${where} GROUP BY hour, service`,
};

/** Marts of counts and sums. */
export const SUM_MARTS: readonly Mart[] = [
  eventsHourly,
  eventTypesHourly,
  eventGamesHourly,
  salesHourly,
  serviceHourly,
];

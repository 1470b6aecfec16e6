-- why:  the answers most asked for, kept as states that can be merged by any hour, zone of whole hours and dimension: bitmaps of people,
--       sums and counts; never a ratio, never a bare number of distinct people. Bots, staff and people without an account are
--       left out where people are counted; a device's activity that was given to an account is read from attributed_events.
-- cost: creates tables and views that follow the facts from now on. What was stored before is filled in by a rebuild.
-- undo: DROP VIEW each …_mv, then DROP TABLE each of them
CREATE TABLE IF NOT EXISTS {database}.mart_activity_hourly
(
    hour DateTime('UTC'),
    platform LowCardinality(String),
    country LowCardinality(String),
    people AggregateFunction(groupBitmap, UInt32),
    acts SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, platform, country)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_activity_hourly_mv TO {database}.mart_activity_hourly AS
SELECT toStartOfHour(effective_at) AS hour, platform, country, groupBitmapState(user_no) AS people, count() AS acts
FROM {database}.events
WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY hour, platform, country;

CREATE TABLE IF NOT EXISTS {database}.mart_game_activity_hourly
(
    hour DateTime('UTC'),
    game_id LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    people AggregateFunction(groupBitmap, UInt32),
    acts SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, game_id, platform, country)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_game_activity_hourly_mv TO {database}.mart_game_activity_hourly AS
SELECT toStartOfHour(effective_at) AS hour, game_id, platform, country, groupBitmapState(user_no) AS people, count() AS acts
FROM {database}.events
WHERE is_activity AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY hour, game_id, platform, country;

CREATE TABLE IF NOT EXISTS {database}.mart_events_hourly
(
    hour DateTime('UTC'),
    event_type LowCardinality(String),
    kind LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    game_id LowCardinality(String),
    client_version LowCardinality(String),
    campaign_id LowCardinality(String),
    placement LowCardinality(String),
    channel LowCardinality(String),
    acquisition LowCardinality(String),
    service LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    events SimpleAggregateFunction(sum, UInt64),
    ratings SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (event_type, hour, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition, service, is_bot, is_staff)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_events_hourly_mv TO {database}.mart_events_hourly AS
SELECT toStartOfHour(effective_at) AS hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition,
    service, is_bot, is_staff, count() AS events, sum(rating) AS ratings
FROM {database}.events
GROUP BY hour, event_type, kind, platform, country, game_id, client_version, campaign_id, placement, channel, acquisition, service, is_bot, is_staff;

CREATE TABLE IF NOT EXISTS {database}.mart_sales_hourly
(
    hour DateTime('UTC'),
    payment_kind LowCardinality(String),
    game_id LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    payment_method LowCardinality(String),
    gross_kopecks SimpleAggregateFunction(sum, Int64),
    discount_kopecks SimpleAggregateFunction(sum, Int64),
    tax_kopecks SimpleAggregateFunction(sum, Int64),
    fee_kopecks SimpleAggregateFunction(sum, Int64),
    units SimpleAggregateFunction(sum, UInt64),
    orders AggregateFunction(uniqExact, String),
    payers AggregateFunction(groupBitmap, UInt32)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, payment_kind, game_id, platform, country, payment_method)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_sales_hourly_mv TO {database}.mart_sales_hourly AS
SELECT toStartOfHour(booked_at) AS hour, payment_kind, game_id, platform, country, payment_method, sum(gross_kopecks) AS gross_kopecks,
    sum(discount_kopecks) AS discount_kopecks, sum(tax_kopecks) AS tax_kopecks, sum(fee_kopecks) AS fee_kopecks,
    sumIf(quantity, payment_kind IN ('game', 'dlc', 'gift')) AS units, uniqExactState(transaction_id) AS orders, groupBitmapState(user_no) AS payers
FROM {database}.revenue_ledger
WHERE entry = 'purchase' AND payment_kind != 'topup' AND NOT is_bot AND NOT is_staff
GROUP BY hour, payment_kind, game_id, platform, country, payment_method;

CREATE TABLE IF NOT EXISTS {database}.mart_first_acts
(
    user_no UInt32,
    first AggregateFunction(argMin, Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), Tuple(DateTime64(3, 'UTC'), String, String))
)
ENGINE = AggregatingMergeTree
ORDER BY user_no
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_first_acts_mv TO {database}.mart_first_acts AS
SELECT user_no, argMinState((effective_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (effective_at, source, id)) AS first
FROM {database}.events
WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY user_no;

CREATE TABLE IF NOT EXISTS {database}.mart_first_game_acts
(
    game_id LowCardinality(String),
    user_no UInt32,
    first AggregateFunction(argMin, Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), Tuple(DateTime64(3, 'UTC'), String, String))
)
ENGINE = AggregatingMergeTree
ORDER BY (game_id, user_no)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_first_game_acts_mv TO {database}.mart_first_game_acts AS
SELECT game_id, user_no, argMinState((effective_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (effective_at, source, id)) AS first
FROM {database}.events
WHERE is_activity AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY game_id, user_no;

CREATE TABLE IF NOT EXISTS {database}.mart_service_hourly
(
    hour DateTime('UTC'),
    service LowCardinality(String),
    requests SimpleAggregateFunction(sum, UInt64),
    errors SimpleAggregateFunction(sum, UInt64),
    latency_p95 AggregateFunction(quantileExactWeighted(0.95), Float64, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (service, hour)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_service_hourly_mv TO {database}.mart_service_hourly AS
SELECT toStartOfHour(measured_at) AS hour, service, sum(m.requests) AS requests, sum(m.errors) AS errors,
    quantileExactWeightedState(0.95)(latency_p95_ms, m.requests) AS latency_p95
FROM {database}.service_measurements AS m
GROUP BY hour, service;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_game_activity_hourly_purchases_mv TO {database}.mart_game_activity_hourly AS
SELECT toStartOfHour(booked_at) AS hour, game_id, platform, country, groupBitmapState(user_no) AS people, count() AS acts
FROM {database}.revenue_ledger
WHERE entry = 'purchase' AND payment_kind != 'topup' AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY hour, game_id, platform, country;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_first_game_acts_purchases_mv TO {database}.mart_first_game_acts AS
SELECT game_id, user_no, argMinState((booked_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (booked_at, source, id)) AS first
FROM {database}.revenue_ledger
WHERE entry = 'purchase' AND payment_kind != 'topup' AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY game_id, user_no;

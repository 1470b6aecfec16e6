-- why:  most questions are about the whole platform or a place, and were answered by adding up rows of every game, campaign and version, and
--       bitmaps of every country. The same by few dimensions is a small part of the work: events by type and place, people by platform.
--       The purchases of refunds are looked for by a number instead of a text.
-- cost: creates two tables and their views; `npm run migrate` then fills them with each month there are facts of, which reads these once.
--       Which months of which marts wait for that stands in new_mart_dues; mart_dues asks for all marts of a month.
--       Adds a column, which rows of before get in the background.
-- undo: DROP VIEW {database}.mart_platform_people_hourly_mv, {database}.mart_event_types_hourly_mv, then DROP TABLE both tables and
--       {database}.new_mart_dues;
--       ALTER TABLE {database}.revenue_ledger DROP COLUMN transaction_hash
CREATE TABLE IF NOT EXISTS {database}.mart_platform_people_hourly
(
    hour DateTime('UTC'),
    platform LowCardinality(String),
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, platform)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_platform_people_hourly_mv TO {database}.mart_platform_people_hourly AS
SELECT toStartOfHour(effective_at) AS hour, platform, groupBitmapState(user_no) AS people
FROM {database}.events
WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY hour, platform;

CREATE TABLE IF NOT EXISTS {database}.mart_event_types_hourly
(
    hour DateTime('UTC'),
    event_type LowCardinality(String),
    kind LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    events SimpleAggregateFunction(sum, UInt64),
    ratings SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (event_type, hour, kind, platform, country, is_bot, is_staff)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_event_types_hourly_mv TO {database}.mart_event_types_hourly AS
SELECT toStartOfHour(effective_at) AS hour, event_type, kind, platform, country, is_bot, is_staff, count() AS events, sum(rating) AS ratings
FROM {database}.events
GROUP BY hour, event_type, kind, platform, country, is_bot, is_staff;

CREATE TABLE IF NOT EXISTS {database}.new_mart_dues
(
    mart LowCardinality(String),
    month UInt32,
    asked_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(asked_at)
ORDER BY (mart, month)
SETTINGS non_replicated_deduplication_window = 10000;

INSERT INTO {database}.new_mart_dues (mart, month, asked_at)
SELECT DISTINCT arrayJoin(['mart_platform_people_hourly', 'mart_event_types_hourly']) AS new_mart, toYYYYMM(effective_at) AS of_month, now64(3, 'UTC')
FROM {database}.events WHERE (new_mart, of_month) GLOBAL NOT IN (SELECT mart, month FROM {database}.new_mart_dues);

ALTER TABLE {database}.revenue_ledger
    ADD COLUMN IF NOT EXISTS transaction_hash UInt64 DEFAULT sipHash64(transaction_id);

ALTER TABLE {database}.revenue_ledger
    MATERIALIZE COLUMN transaction_hash;

-- why:  what is asked by game alone (views, wishes, plays; all questions of a developer) was added up from rows of every platform, country,
--       campaign and version: eight million of them for a month of page views at 50 million events. By game it is a thirtieth. People by
--       country were merged from bitmaps of every platform.
-- cost: creates two tables and their views; `npm run migrate` then fills them with each month there are facts of, which reads these once.
-- undo: DROP VIEW {database}.mart_event_games_hourly_mv, {database}.mart_country_people_hourly_mv, then DROP TABLE both tables
CREATE TABLE IF NOT EXISTS {database}.mart_event_games_hourly
(
    hour DateTime('UTC'),
    event_type LowCardinality(String),
    kind LowCardinality(String),
    game_id LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    events SimpleAggregateFunction(sum, UInt64),
    ratings SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (event_type, hour, kind, game_id, is_bot, is_staff)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_event_games_hourly_mv TO {database}.mart_event_games_hourly AS
SELECT toStartOfHour(effective_at) AS hour, event_type, kind, game_id, is_bot, is_staff, count() AS events, sum(rating) AS ratings
FROM {database}.events
GROUP BY hour, event_type, kind, game_id, is_bot, is_staff;

CREATE TABLE IF NOT EXISTS {database}.mart_country_people_hourly
(
    hour DateTime('UTC'),
    country LowCardinality(String),
    people AggregateFunction(groupBitmap, UInt32)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, country)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.mart_country_people_hourly_mv TO {database}.mart_country_people_hourly AS
SELECT toStartOfHour(effective_at) AS hour, country, groupBitmapState(user_no) AS people
FROM {database}.events
WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY hour, country;

INSERT INTO {database}.new_mart_dues (mart, month, asked_at)
SELECT DISTINCT arrayJoin(['mart_event_games_hourly', 'mart_country_people_hourly']) AS new_mart, toYYYYMM(effective_at) AS of_month, now64(3, 'UTC')
FROM {database}.events WHERE (new_mart, of_month) GLOBAL NOT IN (SELECT mart, month FROM {database}.new_mart_dues);

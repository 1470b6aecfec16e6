-- why:  whose an event of a device is, is decided by its log-ins of all years, and what became of a wish by all a person ever wished.
--       Both were picked out of everything devices and people ever did: for a thousand of them, which is a batch of the stream
--       processor, twelve of 37 million rows were read. Tables of log-ins and of wishes alone are a twentieth of that.
-- cost: creates two tables and their views, and copies log-ins and wishes, for which `events_by_device` and `events_by_user` are read once.
-- undo: DROP VIEW {database}.device_links_mv, {database}.wish_acts_mv, then the tables without _mv; the version before does without them
CREATE TABLE IF NOT EXISTS {database}.device_links
(
    device_no UInt32,
    effective_at DateTime64(3, 'UTC'),
    source String,
    id String,
    user_no UInt32,
    is_staff Bool
)
ENGINE = ReplacingMergeTree
PARTITION BY toYear(effective_at)
ORDER BY (device_no, effective_at, source, id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.device_links_mv TO {database}.device_links AS
SELECT device_no, effective_at, source, id, user_no, is_staff
FROM {database}.events
WHERE device_no != 0 AND user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1');

INSERT INTO {database}.device_links (device_no, effective_at, source, id, user_no, is_staff)
SELECT device_no, effective_at, source, id, user_no, is_staff
FROM {database}.events_by_device
WHERE user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1') SETTINGS max_partitions_per_insert_block = 0;

CREATE TABLE IF NOT EXISTS {database}.wish_acts
(
    user_no UInt32,
    game_id LowCardinality(String),
    effective_at DateTime64(3, 'UTC'),
    source String,
    id String,
    event_type LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    is_bot Bool,
    is_staff Bool
)
ENGINE = ReplacingMergeTree
PARTITION BY toYear(effective_at)
ORDER BY (user_no, game_id, effective_at, source, id)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.wish_acts_mv TO {database}.wish_acts AS
SELECT user_no, game_id, effective_at, source, id, event_type, platform, country, is_bot, is_staff
FROM {database}.events
WHERE user_no != 0 AND event_type IN ('com.platform.catalog.game.wishlisted.v1', 'com.platform.catalog.game.unwishlisted.v1');

INSERT INTO {database}.wish_acts (user_no, game_id, effective_at, source, id, event_type, platform, country, is_bot, is_staff)
SELECT user_no, game_id, effective_at, source, id, event_type, platform, country, is_bot, is_staff
FROM {database}.events_by_user
WHERE event_type IN ('com.platform.catalog.game.wishlisted.v1', 'com.platform.catalog.game.unwishlisted.v1') SETTINGS max_partitions_per_insert_block = 0;

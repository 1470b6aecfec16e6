-- why:  what only several events together say: sessions, whose activity a device's was, what became of a wish. A row is computed
--       anew whenever an event of its subject arrives; `facts`, the number of events it was computed from, is its version, so
--       of two computations the one that knew more wins, whoever wrote last. is_deleted takes a row back that is none any more.
-- cost: creates tables, touches nothing that exists.
-- undo: DROP TABLE each of them; they are computed again from `events`
CREATE TABLE IF NOT EXISTS {database}.fact_game_sessions
(
    session_id String,
    started_at DateTime64(3, 'UTC'),
    game_id LowCardinality(String),
    user_no UInt32,
    ended_at Nullable(DateTime64(3, 'UTC')) COMMENT 'as the client said it, null while no end is known',
    last_sign_at DateTime64(3, 'UTC') COMMENT 'latest heartbeat, else the start',
    has_heartbeat Bool,
    platform LowCardinality(String),
    country LowCardinality(String),
    client_version LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    facts UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(facts, is_deleted)
PARTITION BY toYYYYMM(started_at)
ORDER BY (toDate(started_at), game_id, user_no, session_id, started_at)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.store_sessions
(
    session_id UInt64,
    started_at DateTime64(3, 'UTC'),
    ended_at DateTime64(3, 'UTC'),
    user_no UInt32,
    device_no UInt32,
    events UInt32,
    platform LowCardinality(String),
    country LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    facts UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(facts, is_deleted)
PARTITION BY toYYYYMM(started_at)
ORDER BY (toDate(started_at), user_no, device_no, session_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.attributed_events
(
    effective_at DateTime64(3, 'UTC'),
    device_no UInt32,
    source String,
    id String,
    user_no UInt32 COMMENT 'the account this anonymous event counts for',
    event_type LowCardinality(String),
    game_id LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    client_version LowCardinality(String),
    campaign_id LowCardinality(String),
    placement LowCardinality(String),
    kind LowCardinality(String),
    is_activity Bool,
    is_bot Bool,
    is_staff Bool,
    facts UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(facts, is_deleted)
PARTITION BY toYYYYMM(effective_at)
ORDER BY (toDate(effective_at), device_no, source, id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.identity_unlinks
(
    device_no UInt32,
    user_no UInt32,
    unlinked_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (device_no, user_no, unlinked_at)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.wishlist_ledger
(
    effective_at DateTime64(3, 'UTC'),
    game_id LowCardinality(String),
    user_no UInt32,
    source String,
    id String,
    effect Enum8('none' = 0, 'added' = 1, 'removed' = 2, 'converted' = 3),
    platform LowCardinality(String),
    country LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    facts UInt64,
    is_deleted UInt8
)
ENGINE = ReplacingMergeTree(facts, is_deleted)
PARTITION BY toYYYYMM(effective_at)
ORDER BY (toDate(effective_at), game_id, user_no, source, id)
SETTINGS non_replicated_deduplication_window = 10000;

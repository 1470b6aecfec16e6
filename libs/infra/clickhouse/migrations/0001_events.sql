-- why:  one row per accepted event, the facts every number is computed from. The identity (source, id) is in the sorting
--       key, so an event stored twice is one row after merging; the window lets a retried insert find its own token.
--       _kt, _kp, _ko say which record of Kafka a row came from.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE {database}.events
CREATE TABLE IF NOT EXISTS {database}.events
(
    event_type LowCardinality(String),
    source String,
    id String,
    effective_at DateTime64(3, 'UTC'),
    occurred_at DateTime64(3, 'UTC'),
    received_at DateTime64(3, 'UTC'),
    schema_version UInt16,
    data String CODEC(ZSTD(1)),
    _kt LowCardinality(String),
    _kp UInt16,
    _ko UInt64
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(effective_at)
ORDER BY (event_type, toDate(effective_at), source, id)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

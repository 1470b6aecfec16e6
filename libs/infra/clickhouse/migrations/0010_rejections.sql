-- why:  how many events were refused is a number like any other (`events_rejected`). Of a dead letter only what is counted is kept:
--       no payload, and no identity of an event but its hash, so that the same event refused again counts once, when it was first.
-- cost: creates a table, touches nothing that exists; the stream processor fills it from the dead-letter topic from its beginning.
-- undo: DROP TABLE {database}.rejections
CREATE TABLE IF NOT EXISTS {database}.rejections
(
    identity String COMMENT 'SHA-256 of source and id of the event, else the id of the dead letter',
    rejected_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    event_type SimpleAggregateFunction(max, String) COMMENT 'empty where it could not be told'
)
ENGINE = AggregatingMergeTree
ORDER BY identity
SETTINGS non_replicated_deduplication_window = 10000;

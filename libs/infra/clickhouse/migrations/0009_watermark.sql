-- why:  how far the warehouse has got is asked before every answer; reading the received_at of all events for it costs more than most answers.
-- cost: creates a table of one row a topic and a view that follows the events; reads received_at of all events once.
-- undo: DROP VIEW {database}.events_watermark_mv, then DROP TABLE {database}.events_watermark
CREATE TABLE IF NOT EXISTS {database}.events_watermark
(
    topic LowCardinality(String),
    received_at SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY topic
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.events_watermark_mv TO {database}.events_watermark AS
SELECT _kt AS topic, max(received_at) AS received_at
FROM {database}.events
GROUP BY topic;

INSERT INTO {database}.events_watermark (topic, received_at)
SELECT _kt, max(received_at) FROM {database}.events GROUP BY _kt;

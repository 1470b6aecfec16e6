-- why:  after rows were taken out by their lineage and stored again, what follows from them (views, marts, copies) may count
--       some of them twice: it is noted here month by month, before the rows are touched, and settled by whoever rebuilds it.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE dirty_partitions
CREATE TABLE IF NOT EXISTS dirty_partitions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fact_table text NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    reason text NOT NULL,
    topic text NOT NULL,
    part integer NOT NULL,
    from_off bigint NOT NULL,
    to_off bigint NOT NULL CHECK (to_off >= from_off),
    noted_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS dirty_partitions_once ON dirty_partitions (fact_table, month, reason, topic, part, from_off, to_off) WHERE settled_at IS NULL;
CREATE INDEX IF NOT EXISTS dirty_partitions_open ON dirty_partitions (month) WHERE settled_at IS NULL;
COMMENT ON COLUMN dirty_partitions.month IS 'First day of the month of the facts that were touched.';

CREATE TABLE IF NOT EXISTS hint_outages (
    sink text PRIMARY KEY,
    since timestamptz NOT NULL
);
COMMENT ON TABLE hint_outages IS 'When a sink last stored something without leaving hints for duplicates: until the hints have grown anew everything is looked up.';

-- The pipelines settle what is noted here, and wait for the sink where they compare; they change nothing else.
GRANT USAGE ON SCHEMA stream_processor TO pipeline_worker;
GRANT SELECT ON sink_progress TO pipeline_worker;
GRANT SELECT, UPDATE (settled_at) ON dirty_partitions TO pipeline_worker;

-- why:  a rebuild of the warehouse takes hours; what is done is written down, so that another worker goes on where it was left.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE rebuild_progress
CREATE TABLE IF NOT EXISTS rebuild_progress (
    run uuid NOT NULL REFERENCES pipeline_runs (id) ON DELETE CASCADE,
    topic text NOT NULL,
    part integer NOT NULL,
    next_off bigint NOT NULL CHECK (next_off >= 0),
    end_off bigint NOT NULL CHECK (end_off >= next_off),
    read_rows bigint NOT NULL DEFAULT 0,
    stored_events bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (run, topic, part)
);
COMMENT ON COLUMN rebuild_progress.end_off IS 'Where this rebuild ends, fixed at its begin: what comes later is the sink''s.';
COMMENT ON COLUMN rebuild_progress.next_off IS 'First offset of the lake that is not stored yet.';

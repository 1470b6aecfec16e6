-- why:  the authority on how far a sink has read: the offsets of a range are written down before its rows are sent, and
--       the epoch shuts out a worker that lost its partition without knowing it.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE sink_progress
CREATE TABLE IF NOT EXISTS sink_progress (
    sink text NOT NULL,
    topic text NOT NULL,
    part integer NOT NULL CHECK (part >= 0),
    epoch bigint NOT NULL CHECK (epoch > 0),
    next_off bigint NOT NULL CHECK (next_off >= 0),
    pend_from bigint,
    pend_to bigint,
    pend_rows bigint CHECK (pend_rows >= 0),
    pend_xor numeric(20, 0) CHECK (pend_xor >= 0),
    opened_at timestamptz,
    xform_ver text,
    PRIMARY KEY (sink, topic, part),
    CONSTRAINT sink_progress_pending_is_whole CHECK (num_nulls(pend_from, pend_to, pend_rows, pend_xor, opened_at, xform_ver) IN (0, 6)),
    CONSTRAINT sink_progress_pending_is_next CHECK (pend_from IS NULL OR (pend_from = next_off AND pend_to >= pend_from))
);
COMMENT ON COLUMN sink_progress.next_off IS 'First offset that is not stored yet.';
COMMENT ON COLUMN sink_progress.opened_at IS 'The "now" the batch was decided with; a repeat decides with the same.';

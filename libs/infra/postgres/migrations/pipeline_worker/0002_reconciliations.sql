-- why:  what a reconciliation found is kept line by line, with the offsets that are missing, too many or changed.
-- cost: creates tables, touches nothing that exists.
-- undo: DROP TABLE reconciliation_lines, reconciliations
CREATE TABLE IF NOT EXISTS reconciliations (
    id uuid PRIMARY KEY REFERENCES pipeline_runs (id),
    period_from timestamptz NOT NULL,
    period_until timestamptz NOT NULL CHECK (period_until > period_from),
    compared_at timestamptz NOT NULL,
    difference bigint NOT NULL CHECK (difference >= 0),
    repaired bigint NOT NULL DEFAULT 0 CHECK (repaired >= 0),
    gaps jsonb NOT NULL DEFAULT '[]'
);
COMMENT ON COLUMN reconciliations.difference IS 'What was found, before any repair.';
COMMENT ON COLUMN reconciliations.repaired IS 'How much of it was mended and compared again.';

CREATE TABLE IF NOT EXISTS reconciliation_lines (
    reconciliation uuid NOT NULL REFERENCES reconciliations (id) ON DELETE CASCADE,
    topic text NOT NULL,
    part integer NOT NULL,
    hour timestamptz NOT NULL,
    first_off bigint NOT NULL,
    last_off bigint NOT NULL,
    offsets bigint NOT NULL,
    lake_rows bigint NOT NULL,
    lake_events bigint NOT NULL,
    lake_xor numeric(20, 0) NOT NULL,
    lake_gross_kopecks numeric(38, 0) NOT NULL,
    warehouse_rows bigint NOT NULL,
    warehouse_events bigint NOT NULL,
    warehouse_xor numeric(20, 0) NOT NULL,
    warehouse_gross_kopecks numeric(38, 0) NOT NULL,
    duplicates bigint NOT NULL,
    refused bigint NOT NULL,
    in_flight bigint NOT NULL,
    difference bigint NOT NULL,
    missing jsonb NOT NULL,
    extra jsonb NOT NULL,
    changed jsonb NOT NULL,
    PRIMARY KEY (reconciliation, topic, part, hour)
);
COMMENT ON COLUMN reconciliation_lines.hour IS 'Hour in which the lake opened the batches of these offsets.';
COMMENT ON COLUMN reconciliation_lines.duplicates IS 'Rows of the lake that repeat an event the warehouse has from another offset.';
COMMENT ON COLUMN reconciliation_lines.refused IS 'Events of the lake that cannot be stored as facts; they are among the dead letters.';
COMMENT ON COLUMN reconciliation_lines.in_flight IS 'Offsets the warehouse has not confirmed yet.';
COMMENT ON COLUMN reconciliation_lines.missing IS 'Offsets as ranges [[from, to], …], at most a thousand.';

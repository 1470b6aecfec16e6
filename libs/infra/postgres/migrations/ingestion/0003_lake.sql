-- why:  the commit point of the lake: a file on S3 counts only when it is named here. The constraint forbids an offset in two
--       batches, and the epoch shuts out a writer that lost its partition without knowing it.
-- cost: creates tables, touches nothing that exists.
-- undo: DROP TABLE lake_files, lake_batches, lake_positions
-- extensions: btree_gist
CREATE TABLE IF NOT EXISTS lake_positions (
    topic text NOT NULL,
    part integer NOT NULL CHECK (part >= 0),
    epoch bigint NOT NULL CHECK (epoch > 0),
    next_off bigint NOT NULL CHECK (next_off >= 0),
    PRIMARY KEY (topic, part)
);
COMMENT ON COLUMN lake_positions.next_off IS 'First offset that is not committed yet.';

CREATE TABLE IF NOT EXISTS lake_batches (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    part integer NOT NULL,
    offs int8range NOT NULL CHECK (NOT isempty(offs) AND NOT lower_inf(offs) AND NOT upper_inf(offs)),
    state text NOT NULL CHECK (state IN ('pending', 'committed')),
    rows bigint NOT NULL CHECK (rows >= 0),
    xor numeric(20, 0) NOT NULL CHECK (xor >= 0),
    opened_at timestamptz NOT NULL,
    xform_ver text NOT NULL,
    epoch bigint NOT NULL,
    committed_at timestamptz,
    copied_at timestamptz,
    FOREIGN KEY (topic, part) REFERENCES lake_positions (topic, part),
    CONSTRAINT lake_batches_committed_has_time CHECK ((state = 'committed') = (committed_at IS NOT NULL)),
    CONSTRAINT lake_batches_no_offset_twice EXCLUDE USING gist (topic WITH =, part WITH =, offs WITH &&)
);
CREATE UNIQUE INDEX IF NOT EXISTS lake_batches_one_pending ON lake_batches (topic, part) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS lake_batches_uncopied ON lake_batches (id) WHERE state = 'committed' AND copied_at IS NULL;
COMMENT ON COLUMN lake_batches.opened_at IS 'The hour in the keys of the files; a repeat uses the same.';
COMMENT ON COLUMN lake_batches.copied_at IS 'When the JSON copy was put beside the files.';

CREATE TABLE IF NOT EXISTS lake_files (
    batch bigint NOT NULL REFERENCES lake_batches (id),
    event_type text NOT NULL,
    hour timestamptz NOT NULL,
    key text NOT NULL UNIQUE,
    rows bigint NOT NULL CHECK (rows > 0),
    xor numeric(20, 0) NOT NULL CHECK (xor >= 0),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL CHECK (bytes > 0),
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (batch, event_type)
);
CREATE INDEX IF NOT EXISTS lake_files_by_type ON lake_files (event_type, last_at);
COMMENT ON COLUMN lake_files.first_at IS 'Earliest effective_at among the rows.';
COMMENT ON COLUMN lake_files.last_at IS 'Latest effective_at among the rows.';

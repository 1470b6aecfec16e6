-- why:  what each type of event looks like, version by version, so that a team changes its events without a release. The
--       counter has one row on purpose: whoever changes a schema holds it until the commit, so changes become visible in
--       the order of their numbers and a reader that asks for "later than N" misses none.
-- cost: creates two tables, touches nothing that exists.
-- undo: DROP TABLE ingestion.schema_versions, ingestion.schema_changes
CREATE TABLE IF NOT EXISTS ingestion.schema_changes (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_change bigint NOT NULL DEFAULT 0
);
INSERT INTO ingestion.schema_changes DEFAULT VALUES ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS ingestion.schema_versions (
    type text NOT NULL CHECK (length(type) BETWEEN 1 AND 200),
    version integer NOT NULL CHECK (version > 0),
    schema jsonb NOT NULL CHECK (pg_column_size(schema) < 262144),
    owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 200),
    mode text NOT NULL CHECK (mode IN ('observe', 'stamp', 'reject')),
    compatibility text NOT NULL CHECK (compatibility IN
        ('backward', 'forward', 'full', 'backward_transitive', 'forward_transitive', 'full_transitive')),
    description text NOT NULL CHECK (length(description) <= 4000),
    example jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    changed bigint NOT NULL,
    PRIMARY KEY (type, version)
);
CREATE INDEX IF NOT EXISTS schema_versions_changed ON ingestion.schema_versions (changed);
COMMENT ON COLUMN ingestion.schema_versions.changed IS 'Number of the change that last touched the row.';

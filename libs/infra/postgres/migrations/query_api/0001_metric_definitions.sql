-- why:  metrics that people define themselves. A version never changes, so that it answers as before; the name points to the
--       newest. The counter lets every process of the query API see with one small query that something changed. What an
--       Idempotency-Key was used for is kept for a day: a repeat is told the same, another body under it is refused.
-- cost: creates tables, touches nothing that exists.
-- undo: DROP TABLE query_api.metric_definition_requests, query_api.metric_definition_versions, query_api.metric_definitions,
--       query_api.metric_definition_changes
CREATE TABLE IF NOT EXISTS metric_definitions (
    name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{2,63}$'),
    owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 300),
    version integer NOT NULL CHECK (version BETWEEN 1 AND 1000),
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    archived_at timestamptz(3)
);
CREATE INDEX IF NOT EXISTS metric_definitions_of_owner ON metric_definitions (owner) WHERE archived_at IS NULL;
COMMENT ON COLUMN metric_definitions.owner IS 'Subject of who made it: they and platform_admin may change it.';

CREATE TABLE IF NOT EXISTS metric_definition_versions (
    name text NOT NULL REFERENCES metric_definitions,
    version integer NOT NULL CHECK (version >= 1),
    definition jsonb NOT NULL CHECK (pg_column_size(definition) < 65536),
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    created_by text NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE IF NOT EXISTS metric_definition_changes (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_change bigint NOT NULL
);
INSERT INTO metric_definition_changes (last_change) VALUES (0) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS metric_definition_requests (
    actor text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash text NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
    name text NOT NULL,
    version integer NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX IF NOT EXISTS metric_definition_requests_by_time ON metric_definition_requests (created_at);

-- why:  files of old events are taken as jobs that outlive the process that works on them: how far a job is stands here, and
--       moves only after Kafka has what was read. The epoch shuts out a worker that lost its lease without knowing it.
--       Not every sender of live events may import: a key says so.
-- cost: creates a table, adds a column with a constant default, rewrites nothing.
-- undo: DROP TABLE ingestion.imports; ALTER TABLE ingestion.write_keys DROP COLUMN imports
ALTER TABLE ingestion.write_keys ADD COLUMN IF NOT EXISTS imports boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN ingestion.write_keys.imports IS 'Whether the key may import files of old events.';

CREATE TABLE IF NOT EXISTS ingestion.imports (
    id uuid PRIMARY KEY,
    sender text NOT NULL CHECK (length(sender) BETWEEN 1 AND 300),
    sources text[] NOT NULL,
    types text[] NOT NULL,
    idempotency_key text CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    format text NOT NULL CHECK (format IN ('ndjson', 'csv', 'parquet')),
    options jsonb NOT NULL CHECK (pg_column_size(options) < 65536),
    status text NOT NULL CHECK (status IN ('receiving', 'queued', 'running', 'completed', 'failed', 'cancelled')),
    bytes bigint NOT NULL DEFAULT 0,
    content_bytes bigint NOT NULL DEFAULT 0,
    content_hash text CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    epoch bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    total bigint,
    processed bigint NOT NULL DEFAULT 0,
    accepted bigint NOT NULL DEFAULT 0,
    duplicate bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    reasons jsonb NOT NULL DEFAULT '{}',
    progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    error_code text,
    error_detail text,
    CHECK (processed = accepted + duplicate + rejected),
    CHECK ((status IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (status = 'receiving' OR content_hash IS NOT NULL)
);
CREATE UNIQUE INDEX IF NOT EXISTS imports_idempotency_key ON ingestion.imports (sender, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS imports_of_sender ON ingestion.imports (sender, created_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS imports_open ON ingestion.imports (created_at) WHERE status IN ('receiving', 'queued', 'running');
COMMENT ON COLUMN ingestion.imports.sources IS 'What the sender might send when the import began; empty means any source.';
COMMENT ON COLUMN ingestion.imports.processed IS 'Rows that are settled: Kafka has the accepted ones, the verdict file the others.';
COMMENT ON COLUMN ingestion.imports.attempts IS 'Claims since the job last got on.';
COMMENT ON COLUMN ingestion.imports.content_hash IS 'SHA-256 of the file as it is when it is not compressed.';

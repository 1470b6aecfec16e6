-- why:  what an Idempotency-Key was used for, written in the transaction of what it created: who sends the same again is told the
--       same and nothing is done twice, who sends something else under it is refused. Keys and schemas are created as another
--       owner, whose transaction takes its row along. Kept for a day, then removed with old dead letters.
-- cost: creates a table and grants rights, touches nothing that exists.
-- undo: DROP TABLE admin.creation_requests
CREATE TABLE IF NOT EXISTS creation_requests (
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 300),
    route text NOT NULL CHECK (length(route) BETWEEN 1 AND 300),
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash text NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
    made jsonb CHECK (pg_column_size(made) < 8192),
    created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (actor, route, key)
);
CREATE INDEX IF NOT EXISTS creation_requests_by_time ON creation_requests (created_at);
COMMENT ON COLUMN creation_requests.made IS 'What a repeat is answered by: the id of what was created, counts. Never a secret.';

GRANT SELECT, INSERT, UPDATE ON creation_requests TO ingestion;

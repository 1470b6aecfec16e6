-- why:  write keys of browsers name the origins they are used from; a key can have a limit of its own; a rotated key goes on
--       with its former secret until a time, so that senders change over without a gap.
-- cost: adds columns with constant defaults, rewrites nothing; the index is over few rows.
-- undo: ALTER TABLE ingestion.write_keys DROP COLUMN allowed_origins, DROP COLUMN requests_per_second, DROP COLUMN former_secret_hash, DROP COLUMN former_secret_until
ALTER TABLE ingestion.write_keys
    ADD COLUMN IF NOT EXISTS allowed_origins text[] NOT NULL DEFAULT '{}',
    ADD COLUMN IF NOT EXISTS requests_per_second integer CHECK (requests_per_second > 0),
    ADD COLUMN IF NOT EXISTS former_secret_hash bytea UNIQUE CHECK (length(former_secret_hash) = 32),
    ADD COLUMN IF NOT EXISTS former_secret_until timestamptz;
CREATE INDEX IF NOT EXISTS write_keys_allowed_origins ON ingestion.write_keys USING gin (allowed_origins);
COMMENT ON COLUMN ingestion.write_keys.allowed_origins IS 'Web origins a browser may use the key from; empty means no browser.';
COMMENT ON COLUMN ingestion.write_keys.requests_per_second IS 'Limit of this key; null means the service''s.';
COMMENT ON COLUMN ingestion.write_keys.former_secret_until IS 'Until when the secret before the last rotation is still taken.';

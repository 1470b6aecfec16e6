-- why:  who may send events. The secret is 256 random bits, so its plain SHA-256 is enough to recognise it and useless to
--       whoever reads this table; the prefix lets people tell keys apart.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE ingestion.write_keys
CREATE TABLE IF NOT EXISTS ingestion.write_keys (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    prefix text NOT NULL,
    sources text[] NOT NULL DEFAULT '{}',
    types text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
COMMENT ON COLUMN ingestion.write_keys.sources IS 'Event sources the key may send for; empty means any.';
COMMENT ON COLUMN ingestion.write_keys.types IS 'Event types the key may send; empty means any.';

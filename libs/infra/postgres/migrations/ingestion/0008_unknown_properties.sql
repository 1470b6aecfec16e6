-- why:  what senders use and no schema describes is not stored; whoever owns a type is to see the names, and how often they come, after
--       a restart too. Names are free text of senders, so few are kept for each type.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE ingestion.unknown_properties
CREATE TABLE IF NOT EXISTS ingestion.unknown_properties (
    type text NOT NULL,
    name text NOT NULL,
    events bigint NOT NULL CHECK (events > 0),
    first_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (type, name)
);
CREATE INDEX IF NOT EXISTS unknown_properties_by_age ON ingestion.unknown_properties (last_seen_at);
COMMENT ON COLUMN ingestion.unknown_properties.name IS 'Path of the property in data, as its senders write it.';
COMMENT ON COLUMN ingestion.unknown_properties.events IS 'Accepted events that had it; an event that is worked on twice may count twice.';

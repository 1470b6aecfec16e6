-- why:  a schema that observes or stamps lets pass what breaks it; whoever owns it is to see which rules are broken, and how often, before
--       they let it refuse. Places of rules hold names of senders, so few are kept for each type.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE ingestion.tolerated_violations
CREATE TABLE IF NOT EXISTS ingestion.tolerated_violations (
    type text NOT NULL,
    version integer NOT NULL,
    rule text NOT NULL,
    pointer text NOT NULL,
    events bigint NOT NULL CHECK (events > 0),
    first_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    last_seen_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (type, version, rule, pointer)
);
CREATE INDEX IF NOT EXISTS tolerated_violations_by_age ON ingestion.tolerated_violations (last_seen_at);
COMMENT ON COLUMN ingestion.tolerated_violations.rule IS 'Keyword of the schema.';
COMMENT ON COLUMN ingestion.tolerated_violations.pointer IS 'Place in the event; * stands for any place in a list.';
COMMENT ON COLUMN ingestion.tolerated_violations.events IS 'Accepted events that broke it first of all rules; an event that is worked on twice may count twice.';

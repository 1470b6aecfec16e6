-- why:  who did what to which object, so that it can be proved later. Rows are only ever added: the trigger refuses the rest even
--       to the owner, and each row carries the hash of the one before it, so that what a superuser changes, takes out or
--       puts in is found. The head says where the chain ends (a row cut off at the end leaves no gap) and is the lock by
--       which writers take turns. Other owners add rows in the transaction of what they change.
-- cost: creates two tables and a function, touches nothing that exists.
-- undo: DROP TABLE admin.audit, admin.audit_head; DROP FUNCTION admin.refuse_change_of_audit
CREATE TABLE IF NOT EXISTS audit (
    id bigint PRIMARY KEY CHECK (id > 0),
    at timestamptz(3) NOT NULL,
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 300),
    action text NOT NULL CHECK (action ~ '^[a-z_]+(\.[a-z_]+)+$' AND length(action) <= 100),
    object text NOT NULL CHECK (length(object) BETWEEN 1 AND 1000),
    before json,
    after json,
    reason text,
    result text NOT NULL CHECK (length(result) BETWEEN 1 AND 100),
    previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX IF NOT EXISTS audit_by_actor ON audit (actor, id DESC);
CREATE INDEX IF NOT EXISTS audit_by_action ON audit (action, id DESC);
CREATE INDEX IF NOT EXISTS audit_by_object ON audit (object, id DESC);
CREATE INDEX IF NOT EXISTS audit_by_time ON audit (at);
COMMENT ON COLUMN audit.id IS 'Place in the chain, from 1 without gaps.';
COMMENT ON COLUMN audit.hash IS 'SHA-256 over the hash before and the canonical JSON of the row.';
COMMENT ON COLUMN audit.before IS 'As it was written (json, not jsonb), so that its hash can be computed again.';

CREATE TABLE IF NOT EXISTS audit_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO audit_head (id, hash) VALUES (0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of the audit are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER audit_stays_as_it_is BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER;

GRANT USAGE ON SCHEMA admin TO ingestion, pipeline_worker;
GRANT INSERT ON audit TO ingestion, pipeline_worker;
GRANT SELECT, UPDATE (id, hash) ON audit_head TO ingestion, pipeline_worker;

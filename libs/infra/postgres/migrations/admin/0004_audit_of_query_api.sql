-- why:  who changed the definition of a metric is recorded in the one audit, in the transaction of the change.
-- cost: grants rights, touches no table.
-- undo: REVOKE ALL ON audit, audit_head FROM query_api; REVOKE USAGE ON SCHEMA admin FROM query_api
GRANT USAGE ON SCHEMA admin TO query_api;
GRANT INSERT ON audit TO query_api;
GRANT SELECT, UPDATE (id, hash) ON audit_head TO query_api;

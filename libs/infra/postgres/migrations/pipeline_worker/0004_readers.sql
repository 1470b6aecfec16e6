-- why:  whoever administers the platform sees runs and what reconciliations found; runs are asked for through Kafka, so nothing
--       is written from there.
-- cost: grants rights, touches no table.
-- undo: REVOKE ALL ON pipeline_runs, reconciliations, reconciliation_lines FROM admin; REVOKE USAGE ON SCHEMA pipeline_worker FROM admin
GRANT USAGE ON SCHEMA pipeline_worker TO admin;
GRANT SELECT ON pipeline_runs, reconciliations, reconciliation_lines TO admin;

-- why:  the pipelines read the lake by its manifest, and take files out whose age has passed; nothing else of ingestion's.
-- cost: grants rights, touches no table.
-- undo: REVOKE ALL ON lake_positions, lake_batches, lake_files FROM pipeline_worker; REVOKE USAGE ON SCHEMA ingestion FROM pipeline_worker
GRANT USAGE ON SCHEMA ingestion TO pipeline_worker;
GRANT SELECT ON lake_positions, lake_batches, lake_files TO pipeline_worker;
GRANT UPDATE (removed_at) ON lake_files TO pipeline_worker;

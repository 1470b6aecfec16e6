-- why:  the log of pipeline runs is also the queue they are taken from. A run belongs to whoever holds its lease token, a run of
--       a schedule exists once however many workers see its hour, and of one pipeline one run is under way at a time.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE pipeline_runs
CREATE TABLE IF NOT EXISTS pipeline_runs (
    id uuid PRIMARY KEY,
    pipeline text NOT NULL,
    parameters jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    scheduled_for timestamptz,
    not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
    lease_token uuid,
    lease_until timestamptz,
    worker text,
    cancel_requested_at timestamptz,
    code_version text,
    input_manifest jsonb,
    output_hash text,
    processed_records bigint CHECK (processed_records >= 0),
    source_from timestamptz,
    source_until timestamptz,
    logs_summary text NOT NULL DEFAULT '',
    error_code text,
    error_detail text,
    CONSTRAINT pipeline_runs_lease_is_whole CHECK ((status = 'running') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (lease_until IS NULL)),
    CONSTRAINT pipeline_runs_end_has_time CHECK ((status IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CONSTRAINT pipeline_runs_scheduled_once UNIQUE (pipeline, scheduled_for)
);
CREATE UNIQUE INDEX IF NOT EXISTS pipeline_runs_one_running ON pipeline_runs (pipeline) WHERE status = 'running';
CREATE INDEX IF NOT EXISTS pipeline_runs_queue ON pipeline_runs (not_before) WHERE status = 'queued';
CREATE INDEX IF NOT EXISTS pipeline_runs_log ON pipeline_runs (pipeline, requested_at DESC);
COMMENT ON COLUMN pipeline_runs.scheduled_for IS 'The instant of the schedule; null for a run somebody asked for.';
COMMENT ON COLUMN pipeline_runs.lease_token IS 'Every step of the holder names it, so a worker that lost the run changes nothing.';

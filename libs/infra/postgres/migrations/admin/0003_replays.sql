-- why:  what was refused is sent again, in part and after a change if need be: who asked, who approved, which records, and what became
--       of each. The records are chosen once, when a replay is asked for; the lease says which process carries it on.
-- cost: creates two tables, touches nothing that exists.
-- undo: DROP TABLE admin.replay_records, admin.replays
CREATE TABLE IF NOT EXISTS replays (
    id uuid PRIMARY KEY,
    status text NOT NULL CHECK (status IN
        ('planned', 'awaiting_approval', 'running', 'paused', 'completed', 'cancelled', 'stopped_failing', 'failed')),
    dry_run boolean NOT NULL,
    filter jsonb NOT NULL,
    patch jsonb,
    rate_per_second integer NOT NULL CHECK (rate_per_second > 0),
    requested_by text NOT NULL,
    requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    approved_by text CHECK (approved_by <> requested_by),
    approved_at timestamptz(3),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    selected integer NOT NULL DEFAULT 0,
    patched integer NOT NULL DEFAULT 0,
    replayed integer NOT NULL DEFAULT 0,
    succeeded integer NOT NULL DEFAULT 0,
    failed_again integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    failure text,
    -- False once nothing of it is on its way any more.
    active boolean NOT NULL DEFAULT true,
    lease_token uuid,
    lease_until timestamptz,
    worker text,
    CHECK (patch IS NULL OR dry_run OR approved_by IS NOT NULL OR status IN ('awaiting_approval', 'cancelled'))
);
CREATE INDEX IF NOT EXISTS replays_by_time ON replays (requested_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS replays_active ON replays (requested_at) WHERE active;
COMMENT ON COLUMN replays.patch IS 'RFC 6902; with one, another person approves before anything is sent.';

CREATE TABLE IF NOT EXISTS replay_records (
    replay uuid NOT NULL REFERENCES replays ON DELETE CASCADE,
    place integer NOT NULL,
    record text COLLATE "C" NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'claimed', 'sent', 'succeeded', 'failed_again', 'skipped')),
    reason text,
    topic text,
    partition integer,
    "offset" bigint,
    PRIMARY KEY (replay, place)
);
CREATE INDEX IF NOT EXISTS replay_records_by_state ON replay_records (replay, state, place);
CREATE INDEX IF NOT EXISTS replay_records_by_record ON replay_records (record);
COMMENT ON COLUMN replay_records.state IS 'claimed: about to be sent, it may have been; sent: Kafka has it there, its verdict is still to come.';
COMMENT ON COLUMN replay_records.reason IS 'Why it failed again (of dead letters) or was skipped.';

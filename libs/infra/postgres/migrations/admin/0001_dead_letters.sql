-- why:  operators look for refused events by reason, type, source, time, key and words, and see what became of each. A record
--       stands for one event refused for one reason: what is refused again raises its attempts. Sums per hour and day are kept by
--       triggers, in the transaction of whoever changes a record, so that a summary does not read millions of records.
-- cost: creates tables, functions and triggers, touches nothing that exists.
-- undo: DROP TABLE admin.dead_letter_repeats, admin.dead_letters, admin.dead_letter_counts; DROP FUNCTION count_added_dead_letters, count_changed_dead_letters, count_removed_dead_letters
CREATE TABLE IF NOT EXISTS dead_letters (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
    identity bytea NOT NULL UNIQUE,
    letter_id text COLLATE "C" NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'replaying', 'resolved', 'discarded')),
    reason text NOT NULL,
    stage text NOT NULL,
    pointer text,
    keyword text,
    detail text NOT NULL,
    retriable boolean NOT NULL,
    event_type text NOT NULL DEFAULT '',
    source text NOT NULL DEFAULT '',
    event_id text NOT NULL DEFAULT '',
    record_key text NOT NULL DEFAULT '',
    origin_topic text NOT NULL,
    origin_partition integer NOT NULL,
    origin_offset bigint NOT NULL,
    origin_at timestamptz(3) NOT NULL,
    processor text NOT NULL,
    schema_id text,
    schema_version integer,
    transform_version text,
    trace_id text,
    tenant text,
    personal boolean NOT NULL,
    first_seen_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3) NOT NULL,
    attempts integer NOT NULL DEFAULT 1 CHECK (attempts > 0),
    replay_count integer NOT NULL DEFAULT 0,
    discarded_reason text,
    key_bytes bytea,
    headers jsonb NOT NULL DEFAULT '{}',
    headers_sealed bytea,
    raw bytea,
    raw_object text,
    raw_bytes integer NOT NULL DEFAULT 0,
    raw_sha256 text,
    sealed_key_id text,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple', regexp_replace(
        detail || ' ' || coalesce(pointer, '') || ' ' || coalesce(keyword, '') || ' ' || event_type || ' ' || source || ' ' || event_id,
        '[^[:alnum:]]+', ' ', 'g'))) STORED
);
CREATE INDEX IF NOT EXISTS dead_letters_by_time ON dead_letters (first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_status ON dead_letters (status, first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_reason ON dead_letters (reason, first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_kind ON dead_letters (reason, event_type, first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_type ON dead_letters (event_type, first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_source ON dead_letters (source, first_seen_at DESC, id DESC);
CREATE INDEX IF NOT EXISTS dead_letters_by_event ON dead_letters (event_id, source) WHERE event_id <> '';
CREATE INDEX IF NOT EXISTS dead_letters_by_key ON dead_letters (record_key, first_seen_at DESC, id DESC) WHERE record_key <> '';
CREATE INDEX IF NOT EXISTS dead_letters_by_age ON dead_letters (last_seen_at);
CREATE INDEX IF NOT EXISTS dead_letters_by_words ON dead_letters USING gin (words);
COMMENT ON COLUMN dead_letters.id IS 'The dead letter by which the event was first refused for this reason.';
COMMENT ON COLUMN dead_letters.identity IS 'SHA-256 over source, id, reason and bytes of the event as it first came; of the record id where there is no identity.';
COMMENT ON COLUMN dead_letters.letter_id IS 'The dead letter that the content is from; sealed fields open for it only.';
COMMENT ON COLUMN dead_letters.record_key IS 'Key of the dead letter: the original one, or its pseudonym where it names a person.';
COMMENT ON COLUMN dead_letters.raw IS 'What came, sealed where sealed_key_id is set; null where it is in raw_object, or was never kept.';
COMMENT ON COLUMN dead_letters.raw_object IS 'Key of the bytes in object storage where they are too large for a row.';
COMMENT ON COLUMN dead_letters.attempts IS 'How often it was refused.';

CREATE TABLE IF NOT EXISTS dead_letter_repeats (
    letter_id text COLLATE "C" PRIMARY KEY,
    record text COLLATE "C" NOT NULL REFERENCES dead_letters (id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS dead_letter_repeats_of_record ON dead_letter_repeats (record);
COMMENT ON TABLE dead_letter_repeats IS 'Dead letters that were counted into an earlier record: a letter that is delivered twice counts once.';

CREATE TABLE IF NOT EXISTS dead_letter_counts (
    span text NOT NULL CHECK (span IN ('hour', 'day')),
    hour timestamptz NOT NULL,
    reason text NOT NULL,
    stage text NOT NULL,
    event_type text NOT NULL,
    source text NOT NULL,
    status text NOT NULL,
    records bigint NOT NULL,
    oldest timestamptz(3) NOT NULL,
    newest timestamptz(3) NOT NULL,
    PRIMARY KEY (span, hour, reason, stage, event_type, source, status)
);
COMMENT ON TABLE dead_letter_counts IS 'Records by the hour, and again by the day, in which they were first seen (UTC); kept by triggers, a row may stand at 0.';
COMMENT ON COLUMN dead_letter_counts.hour IS 'When the hour or day begins.';
COMMENT ON COLUMN dead_letter_counts.oldest IS 'Not moved when records leave: then it is right to the hour or day.';

CREATE OR REPLACE FUNCTION count_added_dead_letters() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dead_letter_counts AS c
    SELECT span, date_trunc(span, first_seen_at, 'UTC'), reason, stage, event_type, source, status,
           count(*), min(first_seen_at), max(last_seen_at)
      FROM added, unnest(ARRAY['day', 'hour']) AS span GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (span, hour, reason, stage, event_type, source, status) DO UPDATE
       SET records = c.records + excluded.records,
           oldest = CASE WHEN c.records > 0 THEN least(c.oldest, excluded.oldest) ELSE excluded.oldest END,
           newest = CASE WHEN c.records > 0 THEN greatest(c.newest, excluded.newest) ELSE excluded.newest END;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_changed_dead_letters() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dead_letter_counts AS c
    SELECT span, date_trunc(span, first_seen_at, 'UTC'), reason, stage, event_type, source, status,
           sum(change), min(first_seen_at), max(last_seen_at)
      FROM (SELECT a.*, 1 AS change FROM added a UNION ALL SELECT r.*, -1 FROM removed r) changes,
           unnest(ARRAY['day', 'hour']) AS span
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (span, hour, reason, stage, event_type, source, status) DO UPDATE
       SET records = c.records + excluded.records,
           oldest = CASE WHEN c.records > 0 THEN least(c.oldest, excluded.oldest) ELSE excluded.oldest END,
           newest = CASE WHEN c.records > 0 THEN greatest(c.newest, excluded.newest) ELSE excluded.newest END;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_removed_dead_letters() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dead_letter_counts AS c
    SELECT span, date_trunc(span, first_seen_at, 'UTC'), reason, stage, event_type, source, status,
           -count(*), min(first_seen_at), max(last_seen_at)
      FROM removed, unnest(ARRAY['day', 'hour']) AS span GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (span, hour, reason, stage, event_type, source, status) DO UPDATE SET records = c.records + excluded.records;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER dead_letters_added AFTER INSERT ON dead_letters
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_added_dead_letters();
CREATE OR REPLACE TRIGGER dead_letters_changed AFTER UPDATE ON dead_letters
    REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_changed_dead_letters();
CREATE OR REPLACE TRIGGER dead_letters_removed AFTER DELETE ON dead_letters
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_removed_dead_letters();

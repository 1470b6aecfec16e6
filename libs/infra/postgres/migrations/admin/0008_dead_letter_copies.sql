-- why:  the index is the only place where dead letters stand after the 14 days of their topic. The lake gets a copy of each hour, and
--       must get another one when what the copy holds is not to be kept any longer: somebody in it was erased, or a replay was refused
--       and its event took the place of the first one.
-- cost: creates a table and a trigger; a change of status alone does not call it.
-- undo: DROP TRIGGER dead_letter_content_changed ON admin.dead_letters; DROP FUNCTION admin.note_changed_dead_letter; DROP TABLE admin.dead_letter_copies
CREATE TABLE IF NOT EXISTS dead_letter_copies (
    hour timestamptz PRIMARY KEY,
    records bigint NOT NULL DEFAULT 0,
    changes bigint NOT NULL DEFAULT 0,
    copied_changes bigint NOT NULL DEFAULT 0,
    copied_at timestamptz(3)
);
COMMENT ON TABLE dead_letter_copies IS 'Hours in which records were first seen (UTC), and how much of each the lake has.';
COMMENT ON COLUMN dead_letter_copies.changes IS 'How often content of its records went or was exchanged; beyond copied_changes the copy is out of date.';

CREATE OR REPLACE FUNCTION note_changed_dead_letter() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO dead_letter_copies AS c (hour, changes) VALUES (date_trunc('hour', NEW.first_seen_at, 'UTC'), 1)
    ON CONFLICT (hour) DO UPDATE SET changes = c.changes + 1;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER dead_letter_content_changed AFTER UPDATE ON dead_letters FOR EACH ROW
    WHEN (OLD.letter_id IS DISTINCT FROM NEW.letter_id OR OLD.subjects IS DISTINCT FROM NEW.subjects
          OR (OLD.raw IS NULL) IS DISTINCT FROM (NEW.raw IS NULL) OR OLD.raw_object IS DISTINCT FROM NEW.raw_object)
    EXECUTE FUNCTION note_changed_dead_letter();

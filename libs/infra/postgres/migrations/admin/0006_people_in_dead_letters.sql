-- why:  a dead letter keeps a refused event sealed, and with it people. It says by keyed hashes whom it speaks of, so that what it
--       keeps is found and destroyed when one of them is erased.
-- cost: adds a column with a constant default, which rewrites nothing, and an index: on 10 million records without people it takes
--       seconds, during which no letter is indexed.
-- undo: ALTER TABLE admin.dead_letters DROP COLUMN subjects; DROP TABLE admin.erasures_followed
ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS subjects text[] NOT NULL DEFAULT '{}';
CREATE INDEX IF NOT EXISTS dead_letters_by_subject ON dead_letters USING gin (subjects) WHERE subjects <> '{}';
COMMENT ON COLUMN dead_letters.subjects IS 'Lookups of the vault in base64 for each person the event may speak of; none once its content is gone.';

CREATE TABLE IF NOT EXISTS erasures_followed (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_erasure bigint NOT NULL
);
INSERT INTO erasures_followed (last_erasure) VALUES (0) ON CONFLICT DO NOTHING;
COMMENT ON TABLE erasures_followed IS 'Up to which erasure of the vault nothing is kept of who was erased.';

-- why:  a file whose age has passed is taken out of the lake: its line stays as the record that it was there, so that a gap in
--       the lake is never mistaken for what was removed on purpose.
-- cost: adds a column without a default, rewrites nothing.
-- undo: ALTER TABLE lake_files DROP COLUMN removed_at
ALTER TABLE lake_files ADD COLUMN IF NOT EXISTS removed_at timestamptz;
COMMENT ON COLUMN lake_files.removed_at IS 'Since when readers do not see the file; the object is removed after that.';

-- why:  a replay whose rate nobody chose gives way to live traffic; one with a rate somebody asked for keeps it.
-- cost: adds a column with a constant default, which rewrites nothing.
-- undo: ALTER TABLE admin.replays DROP COLUMN follows_live
ALTER TABLE replays ADD COLUMN IF NOT EXISTS follows_live boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN replays.follows_live IS 'Nobody chose its rate: it is at most a share of live traffic too.';

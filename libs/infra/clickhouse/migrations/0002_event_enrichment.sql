-- why:  the clean event knows who did it (as numbers of the identity vault), where and on what, whether it was a bot or
--       staff, when it was sent, which schema rules it breaks and what tells two contents of one identity apart. 0 stands for
--       "nobody" in user_no and device_no and '' for "unknown" in the texts: a Nullable column costs a second file each.
-- cost: adds columns with defaults, rewrites nothing; rows of before have the defaults.
-- undo: ALTER TABLE {database}.events DROP COLUMN for each of them
ALTER TABLE {database}.events
    ADD COLUMN IF NOT EXISTS sent_at Nullable(DateTime64(3, 'UTC')) AFTER received_at,
    ADD COLUMN IF NOT EXISTS user_no UInt32 DEFAULT 0 AFTER schema_version,
    ADD COLUMN IF NOT EXISTS device_no UInt32 DEFAULT 0 AFTER user_no,
    ADD COLUMN IF NOT EXISTS country LowCardinality(String) DEFAULT '' AFTER device_no,
    ADD COLUMN IF NOT EXISTS platform LowCardinality(String) DEFAULT '' AFTER country,
    ADD COLUMN IF NOT EXISTS device_family LowCardinality(String) DEFAULT '' AFTER platform,
    ADD COLUMN IF NOT EXISTS os_family LowCardinality(String) DEFAULT '' AFTER device_family,
    ADD COLUMN IF NOT EXISTS browser_family LowCardinality(String) DEFAULT '' AFTER os_family,
    ADD COLUMN IF NOT EXISTS is_bot Bool DEFAULT false AFTER browser_family,
    ADD COLUMN IF NOT EXISTS is_staff Bool DEFAULT false AFTER is_bot,
    ADD COLUMN IF NOT EXISTS correlation_id String DEFAULT '' AFTER is_staff,
    ADD COLUMN IF NOT EXISTS fingerprint String DEFAULT '' AFTER correlation_id,
    ADD COLUMN IF NOT EXISTS import_id String DEFAULT '' AFTER fingerprint,
    ADD COLUMN IF NOT EXISTS schema_marks Array(LowCardinality(String)) AFTER import_id;

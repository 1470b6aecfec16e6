-- why:  an event that does not say where and on what it happened counts for the country and platform its account was last seen with.
--       Beside the subject, so that an erasure takes it along.
-- cost: creates a table, touches nothing that exists.
-- undo: DROP TABLE vault.last_known; accounts are then learned anew from their events
CREATE TABLE IF NOT EXISTS vault.last_known (
    user_no bigint PRIMARY KEY REFERENCES vault.subjects ON DELETE CASCADE,
    country text CHECK (length(country) <= 64),
    country_at timestamptz,
    platform text CHECK (length(platform) <= 64),
    platform_at timestamptz,
    CONSTRAINT last_known_country_has_time CHECK ((country IS NULL) = (country_at IS NULL)),
    CONSTRAINT last_known_platform_has_time CHECK ((platform IS NULL) = (platform_at IS NULL))
);

-- why:  services see every row and narrow it by the scope of the caller; a person with an SQL client does not see what
--       people did with their accounts and their money.
-- cost: a policy is a predicate added to each read of the table.
-- undo: DROP ROW POLICY services_see_all, people_see_no_accounts ON analytics.events
CREATE ROW POLICY IF NOT EXISTS services_see_all ON analytics.events
    FOR SELECT USING 1 TO migrator, writer, pipelines, reader;

CREATE ROW POLICY IF NOT EXISTS people_see_no_accounts ON analytics.events
    FOR SELECT USING NOT match(event_type, '^com\\.platform\\.(account|auth|payment|admin)\\.') TO analyst;

-- why:  what is kept of refused events goes when a person in it is erased: who keeps it reads which hashes were left behind. Nothing
--       else of the vault, and nothing there leads from a hash to anybody.
-- cost: grants rights, touches no table.
-- undo: REVOKE ALL ON tombstones FROM admin; REVOKE USAGE ON SCHEMA vault FROM admin
GRANT USAGE ON SCHEMA vault TO admin;
GRANT SELECT ON vault.tombstones TO admin;

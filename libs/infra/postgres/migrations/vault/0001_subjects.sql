-- why:  the only place that knows who stands behind a number. Nothing in it is readable without the keys of its readers: an id is
--       found by a keyed hash, and kept encrypted under a key of its own, which is wrapped by a master key.
-- cost: creates tables and functions, touches nothing that exists.
-- undo: never; without these rows no number leads back to its person. On an empty vault: DROP SCHEMA vault CASCADE

-- One row. Whoever makes numbers, erases, or brings a new key locks it first, so numbers leave no gap and nobody waits in a circle.
CREATE TABLE IF NOT EXISTS vault.state (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    last_no bigint NOT NULL DEFAULT 0 CHECK (last_no BETWEEN 0 AND 4294967295),
    last_erasure bigint NOT NULL DEFAULT 0
);
INSERT INTO vault.state DEFAULT VALUES ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS vault.lookup_keys (
    version smallint PRIMARY KEY CHECK (version > 0),
    proof bytea NOT NULL CHECK (length(proof) = 32),
    first_used_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE vault.lookup_keys IS 'Versions that lookups were written with. Who lacks one of them would give a known person a second number.';

CREATE TABLE IF NOT EXISTS vault.subjects (
    user_no bigint PRIMARY KEY CHECK (user_no > 0),
    lookup bytea NOT NULL UNIQUE CHECK (length(lookup) = 32),
    key_version smallint NOT NULL,
    sealed_id bytea NOT NULL,
    wrapped_key bytea NOT NULL,
    master_version smallint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS subjects_by_key_version ON vault.subjects (key_version);
CREATE INDEX IF NOT EXISTS subjects_by_master_version ON vault.subjects (master_version);

CREATE TABLE IF NOT EXISTS vault.tombstones (
    lookup bytea PRIMARY KEY CHECK (length(lookup) = 32),
    key_version smallint NOT NULL,
    erasure bigint NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS tombstones_by_erasure ON vault.tombstones (erasure);
COMMENT ON TABLE vault.tombstones IS 'Ids that were erased, as hashes only: their events are refused. No number, so nothing leads to what they did.';

CREATE TABLE IF NOT EXISTS vault.identity_links (
    link_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_no bigint NOT NULL REFERENCES vault.subjects ON DELETE CASCADE,
    user_no bigint NOT NULL REFERENCES vault.subjects ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    via text NOT NULL CHECK (via IN ('login', 'registration')),
    unlinked_at timestamptz CHECK (unlinked_at >= linked_at),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CHECK (device_no <> user_no)
);
CREATE UNIQUE INDEX IF NOT EXISTS identity_links_open ON vault.identity_links (device_no, user_no) WHERE unlinked_at IS NULL;
CREATE INDEX IF NOT EXISTS identity_links_of_device ON vault.identity_links (device_no, user_no);
CREATE INDEX IF NOT EXISTS identity_links_of_user ON vault.identity_links (user_no);

-- The versions are those the caller holds, the first is the one it writes with. VK001: it lacks one that is in use, or holds another
-- key under the same version; then it must not write, and what it did not find may be there.
CREATE OR REPLACE FUNCTION vault.lock_state(versions smallint[], proofs bytea[]) RETURNS vault.state
LANGUAGE plpgsql AS $$
DECLARE
    locked vault.state;
BEGIN
    SELECT * INTO STRICT locked FROM vault.state FOR UPDATE;
    INSERT INTO vault.lookup_keys (version, proof) VALUES (versions[1], proofs[1]) ON CONFLICT DO NOTHING;
    IF EXISTS (
        SELECT FROM vault.lookup_keys used
        WHERE NOT EXISTS (
            SELECT FROM unnest(versions, proofs) held (version, proof)
            WHERE held.version = used.version AND held.proof = used.proof
        )
    ) THEN
        RAISE EXCEPTION 'a key of the vault is missing or another one' USING ERRCODE = 'VK001';
    END IF;
    RETURN locked;
END $$;

-- Which of the lookups are known: their number, or 0 for an erased one. Lookups come version by version, `how_many` of each.
-- The planner meets this for the first time on an empty table and would stay with reading all of it: only the index will do.
CREATE OR REPLACE FUNCTION vault.known(lookups bytea[], how_many integer)
RETURNS TABLE (place integer, user_no bigint, key_version smallint)
LANGUAGE sql STABLE SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    WITH asked AS (
        SELECT ((at - 1) % how_many + 1)::integer AS place, lookup FROM unnest(lookups) WITH ORDINALITY AS listed (lookup, at)
    )
    SELECT asked.place, subjects.user_no, subjects.key_version FROM asked JOIN vault.subjects USING (lookup)
    UNION ALL
    SELECT DISTINCT asked.place, 0::bigint, NULL::smallint FROM asked JOIN vault.tombstones USING (lookup)
$$;

-- A number for every subject, made where there is none; 0 where the subject is erased. The caller names each subject once.
CREATE OR REPLACE FUNCTION vault.resolve(
    versions smallint[], proofs bytea[], lookups bytea[], sealed_ids bytea[], wrapped_keys bytea[], master smallint
) RETURNS TABLE (place integer, no bigint, made boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    how_many integer := cardinality(sealed_ids);
    last_known bigint;
    new_ones integer;
    found_all boolean;
    places integer[];
    numbers bigint[];
BEGIN
    SELECT array_agg(k.place), array_agg(k.user_no), count(*) = how_many AND coalesce(min(k.key_version), versions[1]) >= versions[1]
    INTO places, numbers, found_all FROM vault.known(lookups, how_many) k;
    IF found_all THEN
        RETURN QUERY SELECT *, false FROM unnest(places, numbers);
        RETURN;
    END IF;
    last_known := (vault.lock_state(versions, proofs)).last_no;
    UPDATE vault.subjects SET lookup = lookups[k.place], key_version = versions[1]
    FROM vault.known(lookups, how_many) k
    WHERE subjects.user_no = k.user_no AND k.key_version < versions[1] AND subjects.key_version = k.key_version;
    INSERT INTO vault.subjects (user_no, lookup, key_version, sealed_id, wrapped_key, master_version)
    SELECT last_known + row_number() OVER (ORDER BY at), lookups[at], versions[1], sealed_ids[at], wrapped_keys[at], master
    FROM generate_series(1, how_many) AS missing (at)
    WHERE at NOT IN (SELECT place FROM vault.known(lookups, how_many));
    GET DIAGNOSTICS new_ones = ROW_COUNT;
    UPDATE vault.state SET last_no = last_known + new_ones WHERE new_ones > 0;
    RETURN QUERY SELECT k.place, k.user_no, k.user_no > last_known FROM vault.known(lookups, how_many) k;
END $$;

-- Key and mapping go, the tombstone stays: under every version the caller holds, so that any reader recognises it.
CREATE OR REPLACE FUNCTION vault.erase(versions smallint[], proofs bytea[], lookups bytea[])
RETURNS TABLE (no bigint, erased_before boolean)
LANGUAGE plpgsql AS $$
DECLARE
    this_one bigint := (vault.lock_state(versions, proofs)).last_erasure + 1;
    gone bigint;
BEGIN
    IF EXISTS (SELECT FROM vault.tombstones WHERE lookup = ANY (lookups)) THEN
        RETURN QUERY SELECT NULL::bigint, true;
        RETURN;
    END IF;
    DELETE FROM vault.subjects WHERE lookup = ANY (lookups) RETURNING subjects.user_no INTO gone;
    INSERT INTO vault.tombstones (lookup, key_version, erasure)
    SELECT given.lookup, given.version, this_one FROM unnest(lookups, versions) given (lookup, version);
    UPDATE vault.state SET last_erasure = this_one;
    RETURN QUERY SELECT gone, false;
END $$;

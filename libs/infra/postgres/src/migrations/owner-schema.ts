import type { QueryRunner } from 'typeorm';
import { assertOwnerName } from './owner-name';

/**
 * Role and schema of one owner. Roles belong to the whole server, so another database's runner may create the same one
 * at the same moment; the login becomes a member to be allowed to act as the owner.
 */
export async function createOwner(runner: QueryRunner, owner: string): Promise<void> {
  assertOwnerName(owner);
  await runner.query(`
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${owner}') THEN
        CREATE ROLE "${owner}" NOLOGIN;
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;
    DO $$ BEGIN
      IF NOT pg_has_role(current_user, '${owner}', 'SET') THEN
        GRANT "${owner}" TO CURRENT_USER WITH SET TRUE;
      END IF;
    END $$;
    CREATE SCHEMA IF NOT EXISTS "${owner}" AUTHORIZATION "${owner}";
    ALTER SCHEMA "${owner}" OWNER TO "${owner}";
    REVOKE ALL ON SCHEMA "${owner}" FROM PUBLIC;
    SET ROLE "${owner}";
    ALTER DEFAULT PRIVILEGES IN SCHEMA "${owner}" REVOKE ALL ON TABLES FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC;
    CREATE TABLE IF NOT EXISTS "${owner}".schema_migrations (
      name text PRIMARY KEY,
      sha256 text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      ms integer NOT NULL
    );
    RESET ROLE;`);
}

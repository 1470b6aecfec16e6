import type { Postgres } from '../connection/postgres';
import { type LockWork, WAREHOUSE_WRITES } from './advisory-locks';

/** Whoever writes holds the door for one insert, who rebuilds for one mart; who does not get through in this time tries again later. */
const DOORS = {
  rebuilds: { name: 'mart-rebuilds', waitMs: 600_000 },
  writes: { name: WAREHOUSE_WRITES, waitMs: 60_000 },
} as const;

/** What a rebuild of marts passes alone: for all of its time the door of rebuilds, for its last step that of writers. */
export const rebuildDoors =
  (postgres: Postgres) =>
  <T>(does: keyof typeof DOORS, work: LockWork<T>): Promise<T> =>
    postgres.throughDoor(DOORS[does].name, 'alone', work, { waitMs: DOORS[does].waitMs });

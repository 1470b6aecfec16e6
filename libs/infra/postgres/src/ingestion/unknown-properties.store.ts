import type { Postgres } from '../connection/postgres';
import { addCounts, type CountsTable } from './counts-by-type';

const TABLE: CountsTable = { table: 'unknown_properties', keys: { type: 'text', name: 'text' } };

export interface PropertyCount {
  readonly type: string;
  readonly name: string;
  readonly count: number;
}

export interface UnknownProperty {
  readonly type: string;
  readonly name: string;
  readonly events: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export interface PropertyBounds {
  /** Names kept of one type; those that come later are not. */
  readonly namesPerType: number;
  /** What nobody sends any more makes room after so long. */
  readonly keptMs: number;
}

/** Properties that senders use and nobody described. */
export class UnknownPropertiesStore {
  constructor(private readonly postgres: Postgres) {}

  add(counts: readonly PropertyCount[], { namesPerType: mostPerType, keptMs }: PropertyBounds): Promise<void> {
    return addCounts(this.postgres, TABLE, counts, { mostPerType, keptMs });
  }

  /** Of one type or of all, the most frequent first. */
  list(type: string | undefined, limit: number): Promise<UnknownProperty[]> {
    return this.postgres.query(
      `SELECT type, name, events::float8 AS events, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"
         FROM unknown_properties WHERE $1::text IS NULL OR type = $1 ORDER BY events DESC, type, name LIMIT $2`,
      [type ?? null, limit],
    );
  }
}

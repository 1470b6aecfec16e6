import type { Postgres } from '../connection/postgres';
import { addCounts, type CountsTable } from './counts-by-type';

const TABLE: CountsTable = {
  table: 'tolerated_violations',
  keys: { type: 'text', version: 'int', rule: 'text', pointer: 'text' },
};

/** A rule of one version of a schema, and where an event breaks it. */
export interface BrokenPlace {
  readonly type: string;
  readonly version: number;
  /** Keyword of the schema. */
  readonly rule: string;
  readonly pointer: string;
}

export interface ViolationCount extends BrokenPlace {
  readonly count: number;
}

export interface ToleratedViolation extends BrokenPlace {
  readonly events: number;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export interface ViolationBounds {
  /** Places kept of one type; those that come later are not. */
  readonly placesPerType: number;
  /** What is not broken any more makes room after so long. */
  readonly keptMs: number;
}

/** Rules that accepted events break while their schema only observes or stamps. */
export class ToleratedViolationsStore {
  constructor(private readonly postgres: Postgres) {}

  add(counts: readonly ViolationCount[], { placesPerType: mostPerType, keptMs }: ViolationBounds): Promise<void> {
    return addCounts(this.postgres, TABLE, counts, { mostPerType, keptMs });
  }

  /** Of one type, the most frequent first. */
  list(type: string, limit: number): Promise<ToleratedViolation[]> {
    return this.postgres.query(
      `SELECT type, version, rule, pointer, events::float8 AS events,
              first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt"
         FROM tolerated_violations WHERE type = $1 ORDER BY events DESC, version DESC, rule, pointer LIMIT $2`,
      [type, limit],
    );
  }

  /** Events of each type that broke the version of it that is named. */
  async byType(versions: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
    const rows = await this.postgres.query<{ readonly type: string; readonly events: number }>(
      `SELECT v.type, sum(v.events)::float8 AS events
         FROM tolerated_violations v JOIN unnest($1::text[], $2::int[]) AS w(type, version) USING (type, version)
        GROUP BY v.type`,
      [[...versions.keys()], [...versions.values()]],
    );
    return new Map(rows.map(({ type, events }) => [type, events]));
  }
}

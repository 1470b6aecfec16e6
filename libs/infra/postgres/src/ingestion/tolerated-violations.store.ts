import type { Postgres } from '../connection/postgres';

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

  async add(counts: readonly ViolationCount[], { placesPerType, keptMs }: ViolationBounds): Promise<void> {
    await this.postgres.query(
      'DELETE FROM tolerated_violations WHERE last_seen_at < clock_timestamp() - make_interval(secs => $1)',
      [keptMs / 1_000],
    );
    // In one order, so that two processes wait for each other instead of both giving up.
    await this.postgres.query(
      `INSERT INTO tolerated_violations AS v (type, version, rule, pointer, events)
       SELECT type, version, rule, pointer, events FROM (
         SELECT g.*, k.type IS NOT NULL AS known,
                coalesce(r.kept, 0) + row_number() OVER (PARTITION BY g.type, k.type IS NULL ORDER BY g.events DESC, g.version, g.rule, g.pointer) AS place
           FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::bigint[]) AS g(type, version, rule, pointer, events)
           LEFT JOIN tolerated_violations k USING (type, version, rule, pointer)
           LEFT JOIN (SELECT type, count(*) AS kept FROM tolerated_violations GROUP BY type) r ON r.type = g.type) AS each
        WHERE known OR place <= $6 ORDER BY type, version, rule, pointer
       ON CONFLICT (type, version, rule, pointer) DO UPDATE SET events = v.events + excluded.events, last_seen_at = clock_timestamp()`,
      [
        counts.map(({ type }) => type),
        counts.map(({ version }) => version),
        counts.map(({ rule }) => rule),
        counts.map(({ pointer }) => pointer),
        counts.map(({ count }) => count),
        placesPerType,
      ],
    );
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

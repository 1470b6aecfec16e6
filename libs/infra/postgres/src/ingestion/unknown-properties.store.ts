import type { Postgres } from '../connection/postgres';

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

  async add(counts: readonly PropertyCount[], { namesPerType, keptMs }: PropertyBounds): Promise<void> {
    await this.postgres.query(
      'DELETE FROM unknown_properties WHERE last_seen_at < clock_timestamp() - make_interval(secs => $1)',
      [keptMs / 1_000],
    );
    // In one order, so that two processes wait for each other instead of both giving up.
    await this.postgres.query(
      `INSERT INTO unknown_properties AS p (type, name, events)
       SELECT type, name, events FROM (
         SELECT g.*, k.name IS NOT NULL AS known,
                coalesce(r.kept, 0) + row_number() OVER (PARTITION BY g.type, k.name IS NULL ORDER BY g.events DESC, g.name) AS place
           FROM unnest($1::text[], $2::text[], $3::bigint[]) AS g(type, name, events)
           LEFT JOIN unknown_properties k ON k.type = g.type AND k.name = g.name
           LEFT JOIN (SELECT type, count(*) AS kept FROM unknown_properties GROUP BY type) r ON r.type = g.type) AS each
        WHERE known OR place <= $4 ORDER BY type, name
       ON CONFLICT (type, name) DO UPDATE SET events = p.events + excluded.events, last_seen_at = clock_timestamp()`,
      [counts.map(({ type }) => type), counts.map(({ name }) => name), counts.map(({ count }) => count), namesPerType],
    );
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

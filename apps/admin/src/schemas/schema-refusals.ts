import { Postgres } from '@analytics/infra-postgres';
import { Injectable, Module } from '@nestjs/common';

export interface SchemaRefusals {
  readonly type: string;
  /** Open dead letters whose type, or the version they name, nobody knew: they can come in once it is registered. */
  readonly parked: number;
  /** Dead letters of the last days, open or not, that broke the schema. */
  readonly refused: number;
}

const DAYS = 30;

/** What the dead letters tell of schemas; read from their sums by day, not from the records. */
@Injectable()
export class RefusedBySchema {
  constructor(private readonly postgres: Postgres) {}

  /** How many of each type broke its schema since the hour the instant lies in. */
  async since(instant: Date): Promise<ReadonlyMap<string, number>> {
    const rows = await this.postgres.query<{ readonly type: string; readonly refused: number }>(
      `SELECT event_type AS type, sum(records)::float8 AS refused FROM dead_letter_counts
        WHERE span = 'hour' AND hour >= date_trunc('hour', $1::timestamptz, 'UTC')
          AND reason IN ('SCHEMA_VIOLATION', 'NUMBER_OUT_OF_RANGE') AND event_type <> ''
        GROUP BY event_type HAVING sum(records) > 0 ORDER BY 2 DESC LIMIT 1000`,
      [instant],
    );
    return new Map(rows.map(({ type, refused }) => [type, refused]));
  }

  /** Of one type or of all, most parked first. */
  async byType(type?: string): Promise<SchemaRefusals[]> {
    return this.postgres.query<SchemaRefusals>(
      `SELECT event_type AS type,
              coalesce(sum(records) FILTER (WHERE reason = 'SCHEMA_UNKNOWN' AND status = 'open'), 0)::float8 AS parked,
              coalesce(sum(records) FILTER (WHERE reason <> 'SCHEMA_UNKNOWN' AND hour >= now() - make_interval(days => $2::int)), 0)::float8 AS refused
         FROM dead_letter_counts
        WHERE span = 'day' AND reason IN ('SCHEMA_UNKNOWN', 'SCHEMA_VIOLATION', 'NUMBER_OUT_OF_RANGE')
          AND event_type <> '' AND ($1::text IS NULL OR event_type = $1)
        GROUP BY event_type HAVING sum(records) > 0 ORDER BY 2 DESC, 1 LIMIT 1000`,
      [type ?? null, DAYS],
    );
  }
}

/** Of the admin's own schema, so not in the module where ingestion's role is at hand. */
@Module({ providers: [RefusedBySchema], exports: [RefusedBySchema] })
export class RefusedBySchemaModule {}

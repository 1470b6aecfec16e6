import { Postgres } from '@analytics/infra-postgres';
import { Injectable, Module } from '@nestjs/common';

export interface ParkedType {
  readonly type: string;
  readonly records: number;
}

/** Open dead letters whose type, or the version they name, nobody knew: they can come in once it is registered. */
@Injectable()
export class ParkedRecords {
  constructor(private readonly postgres: Postgres) {}

  /** Those of one type or of all, most first; read from the sums by day, not from the records. */
  async byType(type?: string): Promise<ParkedType[]> {
    return this.postgres.query<ParkedType>(
      `SELECT event_type AS type, sum(records)::float8 AS records FROM dead_letter_counts
        WHERE span = 'day' AND reason = 'SCHEMA_UNKNOWN' AND status = 'open' AND event_type <> '' AND ($1::text IS NULL OR event_type = $1)
        GROUP BY event_type HAVING sum(records) > 0 ORDER BY 2 DESC, 1 LIMIT 1000`,
      [type ?? null],
    );
  }
}

/** Of the admin's own schema, so not in the module where ingestion's role is at hand. */
@Module({ providers: [ParkedRecords], exports: [ParkedRecords] })
export class ParkedRecordsModule {}

import { text, time } from '../sql/binders';
import { sql } from '../sql/sql';
import { statement } from '../sql/statement';

/** How a version of a schema is used, by what the warehouse holds. */
export interface SchemaUsage {
  readonly event_type: string;
  readonly schema_version: number;
  readonly events: string;
  /** Events that break a schema which does not reject. */
  readonly violations: string;
  readonly last_received_ms: string;
}

const LIMITS = { maxRows: 20_000, maxSeconds: 10, maxMemoryBytes: 2 * 1024 ** 3, maxRowsToRead: 1e9 };

/** Events that happened since the instant, per version of one type or of all. */
export const schemaUsage = (since: Date, type?: string) =>
  statement<SchemaUsage>({
    name: 'schema-usage',
    query: sql`SELECT event_type, schema_version, count() AS events, countIf(notEmpty(schema_marks)) AS violations,
        toUnixTimestamp64Milli(max(received_at)) AS last_received_ms
      FROM events
      WHERE effective_at >= ${time(since)} AND ${type === undefined ? sql`1` : sql`event_type = ${text(type)}`}
      GROUP BY event_type, schema_version ORDER BY event_type, schema_version`,
    limits: LIMITS,
  });

import type { Postgres } from '../connection/postgres';

/** A table of counted events by type and what else tells its rows apart, each column with its SQL type. Its texts are ours. */
export interface CountsTable {
  readonly table: string;
  readonly keys: Readonly<Record<string, 'text' | 'int'>>;
}

export interface CountsBounds {
  /** Rows kept of one type; those that come later are not. */
  readonly mostPerType: number;
  /** What is not met any more makes room after so long. */
  readonly keptMs: number;
}

/** Adds to rows that are there, and takes new ones in while there is room, the most frequent first. */
export async function addCounts<Row extends { readonly count: number }>(
  postgres: Postgres,
  { table, keys }: CountsTable,
  rows: readonly Row[],
  { mostPerType, keptMs }: CountsBounds,
): Promise<void> {
  const names = Object.keys(keys);
  const list = names.join(', ');
  const given = Object.values(keys).map((type, at) => `$${at + 1}::${type}[]`);
  const next = names.length + 1;
  await postgres.query(`DELETE FROM ${table} WHERE last_seen_at < clock_timestamp() - make_interval(secs => $1)`, [
    keptMs / 1_000,
  ]);
  // In one order, so that two processes wait for each other instead of both giving up.
  await postgres.query(
    `INSERT INTO ${table} AS c (${list}, events)
     SELECT ${list}, events FROM (
       SELECT g.*, k.type IS NOT NULL AS known,
              coalesce(r.kept, 0) + row_number() OVER (
                PARTITION BY g.type, k.type IS NULL ORDER BY g.events DESC, ${names.map((name) => `g.${name}`).join(', ')}) AS place
         FROM unnest(${given.join(', ')}, $${next}::bigint[]) AS g(${list}, events)
         LEFT JOIN ${table} k USING (${list})
         LEFT JOIN (SELECT type, count(*) AS kept FROM ${table} GROUP BY type) r ON r.type = g.type) AS each
      WHERE known OR place <= $${next + 1} ORDER BY ${list}
     ON CONFLICT (${list}) DO UPDATE SET events = c.events + excluded.events, last_seen_at = clock_timestamp()`,
    [
      ...names.map((name) => rows.map((row) => (row as Readonly<Record<string, unknown>>)[name])),
      rows.map(({ count }) => count),
      mostPerType,
    ],
  );
}

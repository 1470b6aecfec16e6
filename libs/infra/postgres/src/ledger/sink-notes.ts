import type { Postgres } from '../connection/postgres';

/** Rows that were taken out and stored again, or stored without proof that what follows from them is complete. */
export interface DirtyRange {
  readonly factTable: string;
  /** First days of the months whose facts were touched, `YYYY-MM-01`. */
  readonly months: readonly string[];
  readonly reason: string;
  readonly topic: string;
  readonly part: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** What a sink writes down beside its progress, so that others can put it right. */
export class SinkNotes {
  constructor(private readonly postgres: Postgres) {}

  /** Noted once, however often the repair is repeated before somebody settles it. */
  async markDirty({ factTable, months, reason, topic, part, from, to }: DirtyRange): Promise<void> {
    if (months.length === 0) return;
    await this.postgres.query(
      `INSERT INTO dirty_partitions (fact_table, month, reason, topic, part, from_off, to_off)
       SELECT $1, month, $3, $4, $5, $6, $7 FROM unnest($2::date[]) AS month
       ON CONFLICT (fact_table, month, reason, topic, part, from_off, to_off) WHERE settled_at IS NULL DO NOTHING`,
      [factTable, months, reason, topic, part, from, to],
    );
  }

  /** From when on there are hints about everything the sink stored; undefined while nothing was ever left out. */
  async lastOutage(sink: string): Promise<Date | undefined> {
    const rows = await this.postgres.query<{ since: Date }>('SELECT since FROM hint_outages WHERE sink = $1', [sink]);
    return rows[0]?.since;
  }

  async noteOutage(sink: string): Promise<void> {
    await this.postgres.query(
      'INSERT INTO hint_outages (sink, since) VALUES ($1, now()) ON CONFLICT (sink) DO UPDATE SET since = now()',
      [sink],
    );
  }
}

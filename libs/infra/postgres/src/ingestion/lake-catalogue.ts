import type { Postgres } from '../connection/postgres';
import type { CommittedLakeBatch, LakeFile, LakeFilter, LakeGap, LakePartition } from './lake-manifest.records';
import {
  BATCH_COLUMNS,
  type BatchRow,
  fileOf,
  type FileRow,
  type ListedRow,
  newFileOf,
  partitionOf,
  rangeOf,
} from './lake-manifest.rows';

const PAGE = 1_000;

/** The manifest as readers and the housekeeping see it: only what is committed. */
export class LakeCatalogue {
  constructor(private readonly postgres: Postgres) {}

  /** Every file that counts and may hold what is asked for, in the order of the commits' numbers, page by page. */
  async *committed({ eventTypes, from, until }: LakeFilter = {}): AsyncGenerator<LakeFile> {
    let after: readonly [string, string] = ['0', ''];
    for (;;) {
      const rows = await this.postgres.query<ListedRow>(
        `SELECT f.*, b.topic, b.part, lower(b.offs) AS first_off, upper(b.offs) AS end_off
           FROM lake_files f JOIN lake_batches b ON b.id = f.batch
          WHERE b.state = 'committed' AND (f.batch, f.event_type) > ($1, $2)
            AND ($3::text[] IS NULL OR f.event_type = ANY($3))
            AND ($4::timestamptz IS NULL OR f.last_at >= $4) AND ($5::timestamptz IS NULL OR f.first_at < $5)
          ORDER BY f.batch, f.event_type LIMIT ${PAGE}`,
        [...after, eventTypes ?? null, from ?? null, until ?? null],
      );
      for (const row of rows) yield fileOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = [last.batch, last.event_type];
    }
  }

  /** What is missing between the committed batches of a partition, and between the last one and its position. */
  async gaps(): Promise<LakeGap[]> {
    const rows = await this.postgres.query<LakePartition & { first_off: string; end_off: string }>(
      `WITH ends AS (
         SELECT topic, part, lower(offs) AS first_off, upper(offs) AS end_off FROM lake_batches WHERE state = 'committed'
         UNION ALL
         SELECT topic, part, next_off, next_off FROM lake_positions p
          WHERE EXISTS (SELECT FROM lake_batches b WHERE b.topic = p.topic AND b.part = p.part AND b.state = 'committed')
       ), pairs AS (
         SELECT topic, part, lag(end_off) OVER (PARTITION BY topic, part ORDER BY first_off, end_off) AS before, first_off FROM ends
       )
       SELECT topic, part, before AS first_off, first_off AS end_off FROM pairs WHERE before <> first_off ORDER BY 1, 2, 3`,
    );
    return rows.map(({ topic, part, first_off: from, end_off: end }) => ({
      topic,
      part,
      from: BigInt(from),
      to: BigInt(end) - 1n,
    }));
  }

  /** Which of these keys no row names. */
  async unnamed(keys: readonly string[]): Promise<string[]> {
    const rows = await this.postgres.query<{ key: string }>(
      'SELECT k.key FROM unnest($1::text[]) AS k(key) WHERE NOT EXISTS (SELECT FROM lake_files f WHERE f.key = k.key)',
      [[...keys]],
    );
    return rows.map(({ key }) => key);
  }

  /** Batches that are announced and not committed: their files may be there already. */
  async pending(): Promise<(LakePartition & { readonly from: bigint; readonly to: bigint })[]> {
    const rows = await this.postgres.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM lake_batches WHERE state = 'pending'`,
    );
    return rows.map((row) => ({ ...partitionOf(row), ...rangeOf(row) }));
  }

  /** Committed batches whose JSON copy is not beside the files yet, oldest first. */
  async uncopied(limit: number): Promise<CommittedLakeBatch[]> {
    const batches = await this.postgres.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM lake_batches WHERE state = 'committed' AND copied_at IS NULL ORDER BY id LIMIT $1`,
      [limit],
    );
    const files = await this.postgres.query<FileRow>(
      'SELECT * FROM lake_files WHERE batch = ANY($1) ORDER BY event_type',
      [batches.map(({ id }) => id)],
    );
    return batches.map((row) => ({
      ...partitionOf(row),
      ...rangeOf(row),
      id: row.id,
      openedAt: row.opened_at,
      committedAt: row.committed_at as Date,
      files: files.filter(({ batch }) => batch === row.id).map(newFileOf),
    }));
  }

  async copied(id: string): Promise<void> {
    await this.postgres.query('UPDATE lake_batches SET copied_at = clock_timestamp() WHERE id = $1', [id]);
  }
}

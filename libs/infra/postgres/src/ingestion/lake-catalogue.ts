import type { Postgres } from '../connection/postgres';
import { quotedOwner } from '../migrations/owner-name';
import type {
  CommittedLakeBatch,
  HeldOffset,
  LakeBatchFilter,
  LakeFile,
  LakeFilter,
  LakeGap,
  LakePartition,
} from './lake-manifest.records';
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
const BATCHES_PAGE = 200;

/** The manifest as readers and the housekeeping see it: only what is committed and was not taken out again. */
export class LakeCatalogue {
  private readonly schema: string;

  /** Another owner than ingestion names the schema, and sees what it was given rights to. */
  constructor(
    private readonly postgres: Postgres,
    schema = postgres.owner,
  ) {
    this.schema = quotedOwner(schema);
  }

  /** Every file that counts and may hold what is asked for, in the order of the commits' numbers, page by page. */
  async *committed({ eventTypes, from, until }: LakeFilter = {}): AsyncGenerator<LakeFile> {
    let after: readonly [string, string] = ['0', ''];
    for (;;) {
      const rows = await this.postgres.query<ListedRow>(
        `SELECT f.*, b.topic, b.part, lower(b.offs) AS first_off, upper(b.offs) AS end_off
           FROM ${this.schema}.lake_files f JOIN ${this.schema}.lake_batches b ON b.id = f.batch
          WHERE b.state = 'committed' AND f.removed_at IS NULL AND (f.batch, f.event_type) > ($1, $2)
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
         SELECT topic, part, lower(offs) AS first_off, upper(offs) AS end_off FROM ${this.schema}.lake_batches WHERE state = 'committed'
         UNION ALL
         SELECT topic, part, next_off, next_off FROM ${this.schema}.lake_positions p
          WHERE EXISTS (SELECT FROM ${this.schema}.lake_batches b WHERE b.topic = p.topic AND b.part = p.part AND b.state = 'committed')
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
      `SELECT k.key FROM unnest($1::text[]) AS k(key)
        WHERE NOT EXISTS (SELECT FROM ${this.schema}.lake_files f WHERE f.key = k.key AND f.removed_at IS NULL)`,
      [[...keys]],
    );
    return rows.map(({ key }) => key);
  }

  /** Batches that are announced and not committed: their files may be there already. */
  async pending(): Promise<(LakePartition & { readonly from: bigint; readonly to: bigint })[]> {
    const rows = await this.postgres.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM ${this.schema}.lake_batches WHERE state = 'pending'`,
    );
    return rows.map((row) => ({ ...partitionOf(row), ...rangeOf(row) }));
  }

  /** Committed batches whose JSON copy is not beside the files yet, oldest first. */
  async uncopied(limit: number): Promise<CommittedLakeBatch[]> {
    const batches = await this.postgres.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM ${this.schema}.lake_batches WHERE state = 'committed' AND copied_at IS NULL ORDER BY id LIMIT $1`,
      [limit],
    );
    return this.withFiles(batches);
  }

  /** Committed batches with the files they still have, partition by partition in the order of their offsets. */
  async *batches(filter: LakeBatchFilter = {}): AsyncGenerator<CommittedLakeBatch> {
    let after: readonly [string, number, string | bigint] = filter.after ?? ['', -1, '-1'];
    for (;;) {
      const rows = await this.postgres.query<BatchRow>(
        `SELECT ${BATCH_COLUMNS} FROM ${this.schema}.lake_batches
          WHERE state = 'committed' AND (topic, part, lower(offs)) > ($1, $2, $3::int8)
            AND ($4::timestamptz IS NULL OR opened_at >= $4) AND ($5::timestamptz IS NULL OR opened_at < $5)
          ORDER BY topic, part, lower(offs) LIMIT ${BATCHES_PAGE}`,
        [...after, filter.openedFrom ?? null, filter.openedUntil ?? null],
      );
      yield* await this.withFiles(rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCHES_PAGE) return;
      after = [last.topic, last.part, last.first_off];
    }
  }

  /** The committed batch that holds an offset, with those of its files in which an event of that type, or of that time, may be. */
  async holding(
    { topic, part }: LakePartition,
    offset: bigint,
    { eventType, happenedAt }: { readonly eventType?: string; readonly happenedAt?: Date },
  ): Promise<HeldOffset | undefined> {
    const [row] = await this.postgres.query<{ committed_at: Date; keys: string[] }>(
      `SELECT b.committed_at, array_remove(array_agg(f.key ORDER BY f.key), NULL) AS keys
         FROM ${this.schema}.lake_batches b
         LEFT JOIN ${this.schema}.lake_files f ON f.batch = b.id AND f.removed_at IS NULL AND ($4::text IS NULL OR f.event_type = $4)
          AND ($5::timestamptz IS NULL OR $5 BETWEEN f.first_at AND f.last_at)
        WHERE b.topic = $1 AND b.part = $2 AND b.offs @> $3::int8 AND b.state = 'committed' GROUP BY b.committed_at`,
      [topic, part, offset.toString(), eventType ?? null, happenedAt ?? null],
    );
    return row === undefined ? undefined : { committedAt: row.committed_at, keys: row.keys };
  }

  /** How far the lake has written each partition: the first offset that is not committed. */
  async positions(): Promise<(LakePartition & { readonly nextOffset: bigint })[]> {
    const rows = await this.postgres.query<LakePartition & { next_off: string }>(
      `SELECT topic, part, next_off FROM ${this.schema}.lake_positions ORDER BY topic, part`,
    );
    return rows.map(({ topic, part, next_off: next }) => ({ topic, part, nextOffset: BigInt(next) }));
  }

  /** Takes files out of the lake: from now on nobody reads them, and their objects are nobody's. */
  async remove(keys: readonly string[]): Promise<void> {
    await this.postgres.query(
      `UPDATE ${this.schema}.lake_files SET removed_at = clock_timestamp() WHERE key = ANY($1) AND removed_at IS NULL`,
      [[...keys]],
    );
  }

  /** Files that were taken out before this instant, to look after objects that a dead process left. */
  async removed(since: Date): Promise<string[]> {
    const rows = await this.postgres.query<{ key: string }>(
      `SELECT key FROM ${this.schema}.lake_files WHERE removed_at >= $1 ORDER BY key LIMIT 100000`,
      [since],
    );
    return rows.map(({ key }) => key);
  }

  private async withFiles(batches: readonly BatchRow[]): Promise<CommittedLakeBatch[]> {
    const files = await this.postgres.query<FileRow>(
      `SELECT * FROM ${this.schema}.lake_files WHERE batch = ANY($1) AND removed_at IS NULL ORDER BY event_type`,
      [batches.map(({ id }) => id)],
    );
    const ofBatch = new Map<string, FileRow[]>();
    for (const file of files) ofBatch.set(file.batch, [...(ofBatch.get(file.batch) ?? []), file]);
    return batches.map((row) => ({
      ...partitionOf(row),
      ...rangeOf(row),
      id: row.id,
      openedAt: row.opened_at,
      committedAt: row.committed_at as Date,
      files: (ofBatch.get(row.id) ?? []).map(newFileOf),
    }));
  }

  async copied(id: string): Promise<void> {
    await this.postgres.query(`UPDATE ${this.schema}.lake_batches SET copied_at = clock_timestamp() WHERE id = $1`, [
      id,
    ]);
  }
}

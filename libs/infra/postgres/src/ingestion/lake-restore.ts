import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import type { CommittedLakeBatch } from './lake-manifest.records';
import { valuesOf } from './lake-manifest.rows';

/** Writes the manifest again from what stands beside the files; as ingestion, whose tables they are. */
export class LakeRestore {
  constructor(private readonly postgres: Postgres) {}

  /**
   * A batch that is there already stays as it is; another one with some of its offsets is an `ExclusionViolation`. The
   * partition's position only moves forward, and whoever wrote it before is fenced.
   */
  restore(batch: Omit<CommittedLakeBatch, 'id'>): Promise<boolean> {
    const { topic, part, from, to, rows, xor, openedAt, committedAt, xformVersion } = batch;
    return this.postgres.transaction(async (tx) => {
      await runQuery(
        tx,
        `INSERT INTO lake_positions AS p (topic, part, epoch, next_off) VALUES ($1, $2, 1, $3)
         ON CONFLICT (topic, part) DO UPDATE SET next_off = EXCLUDED.next_off, epoch = p.epoch + 1 WHERE p.next_off < EXCLUDED.next_off`,
        [topic, part, to + 1n],
      );
      const there = await runQuery(
        tx,
        `SELECT FROM lake_batches WHERE topic = $1 AND part = $2 AND offs = int8range($3, $4, '[]') AND state = 'committed' AND xor = $5`,
        [topic, part, from, to, xor],
      );
      if (there.length > 0) return false;
      const [made] = await runQuery<{ id: string }>(
        tx,
        `INSERT INTO lake_batches (topic, part, offs, state, rows, xor, opened_at, xform_ver, epoch, committed_at, copied_at)
         VALUES ($1, $2, int8range($3, $4, '[]'), 'committed', $5, $6, $7, $8, 1, $9, clock_timestamp()) RETURNING id`,
        [topic, part, from, to, rows, xor, openedAt, xformVersion, committedAt],
      );
      for (const file of batch.files) {
        await runQuery(
          tx,
          `INSERT INTO lake_files (batch, event_type, hour, key, rows, xor, sha256, bytes, first_at, last_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          valuesOf(made!.id, file),
        );
      }
      return true;
    });
  }
}

import type { EntityManager } from 'typeorm';
import type { Postgres } from '../connection/postgres';
import { runQuery } from '../connection/run-query';
import { Fenced } from '../ledger/progress-ledger';
import type { LakeClaim, LakePartition, LakeRange, NewLakeFile, PendingLakeBatch } from './lake-manifest.records';
import { BATCH_COLUMNS, type BatchRow, pendingOf, type PositionRow, valuesOf } from './lake-manifest.rows';

/**
 * The commit point of the lake, as its writers use it: a file counts when the batch that names it is committed. Every step
 * names the epoch, so a writer that lost its partition without knowing it changes nothing (`Fenced`).
 */
export class LakeManifest {
  constructor(private readonly postgres: Postgres) {}

  /** Takes the partition over: everyone who claimed it before is fenced from now on. */
  claim({ topic, part }: LakePartition, firstOffset: bigint): Promise<LakeClaim> {
    return this.postgres.transaction(async (tx) => {
      const [position] = await runQuery<PositionRow>(
        tx,
        `INSERT INTO lake_positions AS p (topic, part, epoch, next_off) VALUES ($1, $2, 1, $3)
         ON CONFLICT (topic, part) DO UPDATE SET epoch = p.epoch + 1 RETURNING epoch, next_off`,
        [topic, part, firstOffset],
      );
      const { epoch, next_off: nextOffset } = position as PositionRow;
      return {
        topic,
        part,
        epoch: BigInt(epoch),
        nextOffset: BigInt(nextOffset),
        pending: await pendingIn(tx, topic, part),
      };
    });
  }

  /**
   * Writes down what is going to be stored. What was pending before is replaced and keeps its instant: the same range leads to
   * the same keys, and of another one nothing counts.
   */
  open(claim: LakeClaim, range: LakeRange, now: Date): Promise<LakeClaim & { readonly pending: PendingLakeBatch }> {
    const { topic, part, epoch } = claim;
    return this.postgres.transaction(async (tx) => {
      const held = await runQuery<PositionRow>(
        tx,
        'SELECT epoch, next_off FROM lake_positions WHERE topic = $1 AND part = $2 AND epoch = $3 AND next_off = $4 FOR UPDATE',
        [topic, part, epoch, range.from],
      );
      if (held.length !== 1) throw fenced(claim);
      const [row] = await runQuery<BatchRow>(
        tx,
        `INSERT INTO lake_batches AS b (topic, part, offs, state, rows, xor, opened_at, xform_ver, epoch)
         VALUES ($1, $2, int8range($3, $4, '[]'), 'pending', $5, $6, $7, $8, $9)
         ON CONFLICT (topic, part) WHERE state = 'pending' DO UPDATE
           SET offs = EXCLUDED.offs, rows = EXCLUDED.rows, xor = EXCLUDED.xor, xform_ver = EXCLUDED.xform_ver, epoch = EXCLUDED.epoch
         RETURNING ${BATCH_COLUMNS}`,
        [topic, part, range.from, range.to, range.rows, range.xor, now, range.xformVersion, epoch],
      );
      return { ...claim, pending: pendingOf(row as BatchRow) };
    });
  }

  /** The files are stored: in one transaction they, the batch and the position count. */
  commit(claim: LakeClaim & { readonly pending: PendingLakeBatch }, files: readonly NewLakeFile[]): Promise<LakeClaim> {
    const { topic, part, epoch, pending } = claim;
    return this.postgres.transaction(async (tx) => {
      const moved = await runQuery(
        tx,
        `UPDATE lake_positions SET next_off = $5 WHERE topic = $1 AND part = $2 AND epoch = $3 AND next_off = $4 RETURNING 1`,
        [topic, part, epoch, pending.from, pending.to + 1n],
      );
      const settled = await runQuery(
        tx,
        `UPDATE lake_batches SET state = 'committed', committed_at = clock_timestamp()
          WHERE id = $1 AND epoch = $2 AND state = 'pending' AND offs = int8range($3, $4, '[]') RETURNING 1`,
        [pending.id, epoch, pending.from, pending.to],
      );
      if (moved.length !== 1 || settled.length !== 1) throw fenced(claim);
      for (const file of files) {
        await runQuery(
          tx,
          `INSERT INTO lake_files (batch, event_type, hour, key, rows, xor, sha256, bytes, first_at, last_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          valuesOf(pending.id, file),
        );
      }
      return { ...claim, nextOffset: pending.to + 1n, pending: undefined };
    });
  }
}

async function pendingIn(tx: EntityManager, topic: string, part: number): Promise<PendingLakeBatch | undefined> {
  const [row] = await runQuery<BatchRow>(
    tx,
    `SELECT ${BATCH_COLUMNS} FROM lake_batches WHERE topic = $1 AND part = $2 AND state = 'pending'`,
    [topic, part],
  );
  return row === undefined ? undefined : pendingOf(row);
}

const fenced = ({ topic, part, epoch }: LakeClaim): Fenced => new Fenced({ sink: 'lake', topic, part, epoch });

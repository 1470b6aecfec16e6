import type { EntityManager } from 'typeorm';
import type { Postgres } from '../../connection/postgres';
import { runQuery } from '../../connection/run-query';
import type { ImportBeginning, ImportJob, NewImport, ReceivedFile } from './imports.records';
import { type ImportRecord, jobOf } from './imports.rows';

export interface ImportPlace {
  readonly createdAt: Date;
  readonly id: string;
}

const OPEN = `status IN ('receiving', 'queued', 'running')`;

/** Imports as their senders see them: each sees its own. How a worker moves them is `ImportQueue`. */
export class ImportsStore {
  constructor(private readonly postgres: Postgres) {}

  /** Takes a place among the sender's open imports, of which there are at most so many. */
  begin(job: NewImport, { openPerSender }: { readonly openPerSender: number }): Promise<ImportBeginning> {
    return this.postgres.transaction(async (tx): Promise<ImportBeginning> => {
      await this.postgres.lockInTransaction(tx, `imports of ${job.sender}`);
      const known = job.idempotencyKey === undefined ? undefined : await byKey(tx, job.sender, job.idempotencyKey);
      if (known !== undefined) return { status: 'known', job: known };
      const [open] = await runQuery<{ count: number }>(
        tx,
        `SELECT count(*)::int AS count FROM imports WHERE sender = $1 AND ${OPEN}`,
        [job.sender],
      );
      if (open === undefined || open.count >= openPerSender) return { status: 'too_many' };
      await runQuery(
        tx,
        `INSERT INTO imports (id, sender, sources, types, idempotency_key, format, options, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'receiving')`,
        [
          job.id,
          job.sender,
          job.sources,
          job.types,
          job.idempotencyKey ?? null,
          job.format,
          JSON.stringify(job.options),
        ],
      );
      return { status: 'begun' };
    });
  }

  /** The file is stored: from now on the job is there to be seen and to be worked on. */
  async received(id: string, file: ReceivedFile): Promise<ImportJob | undefined> {
    const [row] = await this.postgres.query<ImportRecord>(
      `UPDATE imports SET status = 'queued', bytes = $2, content_bytes = $3, content_hash = $4
        WHERE id = $1 AND status = 'receiving' RETURNING *`,
      [id, file.bytes, file.contentBytes, file.contentHash],
    );
    return row === undefined ? undefined : jobOf(row);
  }

  /** The file did not come: nothing of the import stays, and its key is free again. */
  async forget(id: string): Promise<void> {
    await this.postgres.query(`DELETE FROM imports WHERE id = $1 AND status = 'receiving'`, [id]);
  }

  async find(sender: string, id: string): Promise<ImportJob | undefined> {
    const [row] = await this.postgres.query<ImportRecord>(
      `SELECT * FROM imports WHERE id = $1 AND sender = $2 AND status <> 'receiving'`,
      [id, sender],
    );
    return row === undefined ? undefined : jobOf(row);
  }

  /** Newest first, those before a place. */
  async list(sender: string, limit: number, before?: ImportPlace): Promise<ImportJob[]> {
    const rows = await this.postgres.query<ImportRecord>(
      `SELECT * FROM imports WHERE sender = $1 AND status <> 'receiving'
          AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $4`,
      [sender, before?.createdAt ?? null, before?.id ?? null, limit],
    );
    return rows.map(jobOf);
  }

  /** Ends a job that is not finished; a worker that is at it stops at its next step. Says how the job is now. */
  async cancel(sender: string, id: string): Promise<ImportJob | undefined> {
    await this.postgres.query(
      `UPDATE imports SET status = 'cancelled', finished_at = clock_timestamp(), lease_until = NULL
        WHERE id = $1 AND sender = $2 AND status IN ('queued', 'running')`,
      [id, sender],
    );
    return this.find(sender, id);
  }

  /** Which of these have a file that is still needed: they are being received, wait, or are worked on. */
  async open(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.postgres.query<{ id: string }>(
      `SELECT id FROM imports WHERE id = ANY($1::uuid[]) AND ${OPEN}`,
      [[...ids]],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Takes away uploads that nobody goes on with, and what was finished before that instant; says which. */
  async removeOld(limits: { readonly receivingBefore: Date; readonly finishedBefore: Date }): Promise<string[]> {
    const rows = await this.postgres.query<{ id: string }>(
      `WITH old AS (
         DELETE FROM imports WHERE (status = 'receiving' AND created_at < $1) OR finished_at < $2 RETURNING id)
       SELECT id FROM old`,
      [limits.receivingBefore, limits.finishedBefore],
    );
    return rows.map(({ id }) => id);
  }
}

async function byKey(tx: EntityManager, sender: string, key: string): Promise<ImportJob | undefined> {
  const [row] = await runQuery<ImportRecord>(tx, 'SELECT * FROM imports WHERE sender = $1 AND idempotency_key = $2', [
    sender,
    key,
  ]);
  return row === undefined ? undefined : jobOf(row);
}

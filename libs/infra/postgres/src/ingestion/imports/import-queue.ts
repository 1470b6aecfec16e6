import type { Postgres } from '../../connection/postgres';
import type { ImportClaim, ImportFailure, ImportStep } from './imports.records';
import { claimOf, type ImportRecord } from './imports.rows';

const HELD = `id = $1 AND epoch = $2 AND status = 'running'`;

/**
 * Imports as their workers move them. A job is one worker's for as long as it renews its lease; every step names the epoch,
 * so one that lost the job without knowing it, or whose job was cancelled, changes nothing and is told so.
 */
export class ImportQueue {
  constructor(
    private readonly postgres: Postgres,
    private readonly leaseMs: number,
  ) {}

  /** The job that waits longest, or one whose worker fell silent. */
  async claim(): Promise<ImportClaim | undefined> {
    const [row] = await this.postgres.query<ImportRecord>(
      `UPDATE imports SET status = 'running', epoch = epoch + 1, attempts = attempts + 1,
              started_at = coalesce(started_at, clock_timestamp()), lease_until = clock_timestamp() + $1 * interval '1 ms'
        WHERE id = (
          SELECT id FROM imports
           WHERE status = 'queued' OR (status = 'running' AND lease_until < clock_timestamp())
           ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *`,
      [this.leaseMs],
    );
    return row === undefined ? undefined : claimOf(row);
  }

  /** How far the job is; undefined when it is no longer this worker's. */
  async current({ id, epoch }: ImportClaim): Promise<ImportClaim | undefined> {
    const [row] = await this.postgres.query<ImportRecord>(`SELECT * FROM imports WHERE ${HELD}`, [id, epoch]);
    return row === undefined ? undefined : claimOf(row);
  }

  /** Whether the write key that sent it was revoked since; service accounts have none. */
  async isSenderRevoked({ sender }: ImportClaim): Promise<boolean> {
    const rows = await this.postgres.query('SELECT 1 FROM write_keys WHERE id::text = $1 AND revoked_at IS NOT NULL', [
      sender,
    ]);
    return rows.length > 0;
  }

  /** False when the job is no longer this worker's. */
  renew({ id, epoch }: ImportClaim): Promise<boolean> {
    return this.changed(`lease_until = clock_timestamp() + $3 * interval '1 ms'`, [id, epoch, this.leaseMs]);
  }

  /** Adds what a batch came to; undefined when the job is no longer this worker's, and then nothing is added. */
  async advance({ id, epoch }: ImportClaim, step: ImportStep): Promise<ImportClaim | undefined> {
    const [row] = await this.postgres.query<ImportRecord>(
      `UPDATE imports SET accepted = accepted + $3, duplicate = duplicate + $4, rejected = rejected + $5,
              processed = processed + $3 + $4 + $5, progress = greatest(progress, $6), total = coalesce($7, total), attempts = 0,
              lease_until = clock_timestamp() + $9 * interval '1 ms',
              reasons = (SELECT coalesce(jsonb_object_agg(reason, count), '{}') FROM (
                SELECT key AS reason, sum(value::bigint) AS count FROM (
                  SELECT * FROM jsonb_each_text(reasons) UNION ALL SELECT * FROM jsonb_each_text($8::jsonb)) AS each
                GROUP BY key) AS summed)
        WHERE ${HELD} RETURNING *`,
      [
        ...[id, epoch, step.accepted, step.duplicate, step.rejected, step.progress, step.total],
        ...[JSON.stringify(step.reasons), this.leaseMs],
      ],
    );
    return row === undefined ? undefined : claimOf(row);
  }

  /** Every row is settled. */
  complete({ id, epoch }: ImportClaim): Promise<boolean> {
    return this.changed(
      `status = 'completed', finished_at = clock_timestamp(), lease_until = NULL, total = processed, progress = 1`,
      [id, epoch],
    );
  }

  fail({ id, epoch }: ImportClaim, { code, detail }: ImportFailure): Promise<boolean> {
    const set = `status = 'failed', finished_at = clock_timestamp(), lease_until = NULL, error_code = $3, error_detail = $4`;
    return this.changed(set, [id, epoch, code, detail]);
  }

  /** Gives the job back, to be gone on with by anyone at once. */
  release({ id, epoch }: ImportClaim): Promise<boolean> {
    return this.changed(`status = 'queued', lease_until = NULL, attempts = greatest(attempts - 1, 0)`, [id, epoch]);
  }

  private async changed(set: string, values: readonly unknown[]): Promise<boolean> {
    const rows = await this.postgres.query(`UPDATE imports SET ${set} WHERE ${HELD} RETURNING id`, values);
    return rows.length === 1;
  }
}

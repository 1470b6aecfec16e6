import type { Postgres } from '../connection/postgres';
import { UniqueViolation } from '../errors/postgres-errors';
import type {
  HeldRun,
  Heartbeat,
  PipelineRun,
  PipelineRunCounts,
  PipelineRunFailure,
  PipelineRunRequest,
  PipelineRunResult,
  TakeOptions,
} from './pipeline-run.records';
import { heldOf, runOf, type RunRow } from './pipeline-run.rows';

/** A run is begun at most this often; a worker that dies counts. */
export const MOST_ATTEMPTS = 5;

const FREE = 'lease_token = NULL, lease_until = NULL';

/** The log of runs as the queue they are taken from. Every step of a holder names its lease, so who lost a run changes nothing. */
export class PipelineRunsStore {
  constructor(private readonly postgres: Postgres) {}

  /** Asking twice with one id, or scheduling one instant twice, makes one run; says whether this call made it. */
  async request({ id, pipeline, parameters, requestedBy, scheduledFor }: PipelineRunRequest): Promise<boolean> {
    const made = await this.postgres.query(
      `INSERT INTO pipeline_runs (id, pipeline, parameters, requested_by, scheduled_for) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [id, pipeline, JSON.stringify(parameters), requestedBy, scheduledFor ?? null],
    );
    return made.length === 1;
  }

  /** Writes down a request that can never run, so that whoever asked learns why. */
  async refuse(request: PipelineRunRequest, { code, detail }: PipelineRunFailure): Promise<void> {
    const { id, pipeline, parameters, requestedBy } = request;
    await this.postgres.query(
      `INSERT INTO pipeline_runs (id, pipeline, parameters, requested_by, status, finished_at, error_code, error_detail)
       VALUES ($1, $2, $3, $4, 'failed', clock_timestamp(), $5, $6) ON CONFLICT DO NOTHING`,
      [id, pipeline, JSON.stringify(parameters), requestedBy, code, detail],
    );
  }

  /** The next run that is due, or one whose holder was not heard of in time; undefined when there is none to take. */
  async take({ pipelines, worker, leaseMs }: TakeOptions): Promise<HeldRun | undefined> {
    try {
      const rows = await this.postgres.query<RunRow>(
        `UPDATE pipeline_runs SET status = 'running', attempts = attempts + 1, worker = $2, code_version = $1::jsonb ->> pipeline,
            lease_token = gen_random_uuid(), lease_until = clock_timestamp() + make_interval(secs => $3),
            started_at = coalesce(started_at, clock_timestamp()), error_code = NULL, error_detail = NULL
          WHERE id = (
            SELECT id FROM pipeline_runs r
             WHERE $1::jsonb ? pipeline AND attempts < ${MOST_ATTEMPTS}
               AND ((status = 'queued' AND not_before <= clock_timestamp()) OR (status = 'running' AND lease_until < clock_timestamp()))
               AND NOT EXISTS (SELECT FROM pipeline_runs o WHERE o.pipeline = r.pipeline AND o.status = 'running' AND o.id <> r.id)
             ORDER BY status DESC, not_before, requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING *`,
        [JSON.stringify(pipelines), worker, leaseMs / 1000],
      );
      return rows[0] === undefined ? undefined : heldOf(rows[0]);
    } catch (error) {
      // Another worker took a run of the same pipeline in the same moment.
      if (error instanceof UniqueViolation) return undefined;
      throw error;
    }
  }

  /** Ends runs whose holder vanished once too often. */
  async abandon(): Promise<PipelineRun[]> {
    const rows = await this.postgres.query<RunRow>(
      `UPDATE pipeline_runs SET status = 'failed', finished_at = clock_timestamp(), ${FREE},
          error_code = 'WORKER_LOST', error_detail = 'its worker vanished ' || attempts || ' times'
        WHERE status = 'running' AND lease_until < clock_timestamp() AND attempts >= ${MOST_ATTEMPTS} RETURNING *`,
    );
    return rows.map(runOf);
  }

  async renew({ id, leaseToken }: HeldRun, leaseMs: number, logs: string): Promise<Heartbeat> {
    const rows = await this.postgres.query<{ cancelled: boolean }>(
      `UPDATE pipeline_runs SET lease_until = clock_timestamp() + make_interval(secs => $3), logs_summary = $4
        WHERE id = $1 AND lease_token = $2 RETURNING cancel_requested_at IS NOT NULL AS cancelled`,
      [id, leaseToken, leaseMs / 1000, logs],
    );
    if (rows[0] === undefined) return 'lost';
    return rows[0].cancelled ? 'cancel' : 'held';
  }

  async succeed({ id, leaseToken }: HeldRun, result: PipelineRunResult, logs: string): Promise<boolean> {
    const { inputManifest, outputHash, processedRecords, source } = result;
    return this.ended(
      `UPDATE pipeline_runs SET status = 'succeeded', finished_at = clock_timestamp(), ${FREE}, logs_summary = $3,
          input_manifest = $4, output_hash = $5, processed_records = $6, source_from = $7, source_until = $8
        WHERE id = $1 AND lease_token = $2 RETURNING 1`,
      [
        ...[id, leaseToken, logs, JSON.stringify(inputManifest), outputHash, processedRecords],
        ...[source?.from ?? null, source?.until ?? null],
      ],
    );
  }

  /** Ends the run, or gives it back for another try where there is one left. */
  async fail({ id, leaseToken }: HeldRun, failure: PipelineRunFailure, logs: string): Promise<boolean> {
    return this.ended(
      `UPDATE pipeline_runs SET status = CASE WHEN $5::float8 IS NULL OR attempts >= ${MOST_ATTEMPTS} THEN 'failed' ELSE 'queued' END,
          finished_at = CASE WHEN $5::float8 IS NULL OR attempts >= ${MOST_ATTEMPTS} THEN clock_timestamp() END,
          not_before = clock_timestamp() + make_interval(secs => coalesce($5, 0)), ${FREE},
          logs_summary = $6, error_code = $3, error_detail = $4
        WHERE id = $1 AND lease_token = $2 RETURNING 1`,
      [
        ...[id, leaseToken, failure.code, failure.detail.slice(0, 2_000)],
        ...[failure.retryInMs === undefined ? null : failure.retryInMs / 1000, logs],
      ],
    );
  }

  async cancelled({ id, leaseToken }: HeldRun, logs: string): Promise<boolean> {
    return this.ended(
      `UPDATE pipeline_runs SET status = 'cancelled', finished_at = clock_timestamp(), ${FREE}, logs_summary = $3
        WHERE id = $1 AND lease_token = $2 RETURNING 1`,
      [id, leaseToken, logs],
    );
  }

  /** A worker that stops gives the run back as if it had not begun it. */
  async release({ id, leaseToken }: HeldRun, logs: string): Promise<boolean> {
    return this.ended(
      `UPDATE pipeline_runs SET status = 'queued', attempts = attempts - 1, ${FREE}, logs_summary = $3
        WHERE id = $1 AND lease_token = $2 RETURNING 1`,
      [id, leaseToken, logs],
    );
  }

  /** What waits is cancelled at once, what runs as soon as its worker is heard of; what has ended stays. */
  async cancel(id: string): Promise<void> {
    await this.postgres.query(
      `UPDATE pipeline_runs SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
          status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
          finished_at = CASE status WHEN 'queued' THEN clock_timestamp() ELSE finished_at END
        WHERE id = $1 AND status IN ('queued', 'running')`,
      [id],
    );
  }

  async find(id: string): Promise<PipelineRun | undefined> {
    const rows = await this.postgres.query<RunRow>('SELECT * FROM pipeline_runs WHERE id = $1', [id]);
    return rows[0] === undefined ? undefined : runOf(rows[0]);
  }

  /** Removes runs that ended before the instant, with what they found; says how many. */
  async forget(before: Date, except: readonly string[] = []): Promise<number> {
    const old = 'finished_at < $1 AND pipeline <> ALL($2)';
    const values = [before, except];
    await this.postgres.query(
      `DELETE FROM reconciliations WHERE id IN (SELECT id FROM pipeline_runs WHERE ${old})`,
      values,
    );
    return (await this.postgres.query(`DELETE FROM pipeline_runs WHERE ${old} RETURNING 1`, values)).length;
  }

  /** With what a pipeline ran and succeeded, oldest first. */
  async succeededWith<Parameters>(pipeline: string): Promise<Parameters[]> {
    const rows = await this.postgres.query<{ parameters: Parameters }>(
      `SELECT parameters FROM pipeline_runs WHERE pipeline = $1 AND status = 'succeeded' ORDER BY requested_at, id`,
      [pipeline],
    );
    return rows.map(({ parameters }) => parameters);
  }

  async counts(): Promise<PipelineRunCounts[]> {
    const rows = await this.postgres.query<Omit<PipelineRunCounts, 'lastSuccessAt'> & { last: Date | null }>(
      `SELECT pipeline, status, count(*)::int AS runs, max(finished_at) FILTER (WHERE status = 'succeeded') AS last
         FROM pipeline_runs GROUP BY pipeline, status`,
    );
    return rows.map(({ last, ...row }) => ({ ...row, lastSuccessAt: last }));
  }

  private async ended(text: string, values: readonly unknown[]): Promise<boolean> {
    return (await this.postgres.query(text, values)).length === 1;
  }
}

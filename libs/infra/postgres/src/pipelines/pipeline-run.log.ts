import type { Postgres } from '../connection/postgres';
import { quotedOwner } from '../migrations/owner-name';
import type { PipelineRun } from './pipeline-run.records';
import { runOf, type RunRow } from './pipeline-run.rows';

/** The log of runs for those who only look: another owner names the schema, and sees what it was given rights to. */
export class PipelineRunLog {
  private readonly schema: string;

  constructor(
    private readonly postgres: Postgres,
    schema = postgres.owner,
  ) {
    this.schema = quotedOwner(schema);
  }

  async find(id: string): Promise<PipelineRun | undefined> {
    const rows = await this.postgres.query<RunRow>(`SELECT * FROM ${this.schema}.pipeline_runs WHERE id = $1`, [id]);
    return rows[0] === undefined ? undefined : runOf(rows[0]);
  }

  /** The newest runs of a pipeline, or of all; those before a run where one is named. */
  async latest(pipeline: string | undefined, limit: number, before?: string): Promise<PipelineRun[]> {
    const rows = await this.postgres.query<RunRow>(
      `SELECT * FROM ${this.schema}.pipeline_runs
        WHERE ($1::text IS NULL OR pipeline = $1)
          AND ($3::uuid IS NULL OR (requested_at, id) < (SELECT requested_at, id FROM ${this.schema}.pipeline_runs WHERE id = $3::uuid))
        ORDER BY requested_at DESC, id DESC LIMIT $2`,
      [pipeline ?? null, limit, before ?? null],
    );
    return rows.map(runOf);
  }

  /** The newest run of each pipeline. */
  async newest(): Promise<PipelineRun[]> {
    const rows = await this.postgres.query<RunRow>(
      `SELECT DISTINCT ON (pipeline) * FROM ${this.schema}.pipeline_runs ORDER BY pipeline, requested_at DESC`,
    );
    return rows.map(runOf);
  }
}

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

  /** The newest runs of a pipeline, or of all. */
  async latest(pipeline: string | undefined, limit: number): Promise<PipelineRun[]> {
    const rows = await this.postgres.query<RunRow>(
      `SELECT * FROM ${this.schema}.pipeline_runs WHERE $1::text IS NULL OR pipeline = $1 ORDER BY requested_at DESC, id LIMIT $2`,
      [pipeline ?? null, limit],
    );
    return rows.map(runOf);
  }
}

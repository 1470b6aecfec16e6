import { DomainError } from '@analytics/domain';
import type { Postgres } from '../connection/postgres';
import type { HeldRun } from './pipeline-run.records';

/** How far a rebuild has come in one partition. */
export interface RebuildProgress {
  readonly topic: string;
  readonly part: number;
  readonly nextOffset: bigint;
  /** First offset that is no longer this rebuild's. */
  readonly endOffset: bigint;
  readonly readRows: number;
  readonly storedEvents: number;
}

/** The run is another worker's now. */
export class RunLost extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(id: string) {
    super(`run ${id} is another worker's now`);
  }
}

interface Row {
  readonly topic: string;
  readonly part: number;
  readonly next_off: string;
  readonly end_off: string;
  readonly read_rows: string;
  readonly stored_events: string;
}

/** What a rebuild has done, kept so that the next worker goes on from there. */
export class RebuildProgressStore {
  constructor(private readonly postgres: Postgres) {}

  async of(run: string): Promise<RebuildProgress[]> {
    const rows = await this.postgres.query<Row>('SELECT * FROM rebuild_progress WHERE run = $1 ORDER BY topic, part', [
      run,
    ]);
    return rows.map((row) => ({
      topic: row.topic,
      part: row.part,
      nextOffset: BigInt(row.next_off),
      endOffset: BigInt(row.end_off),
      readRows: Number(row.read_rows),
      storedEvents: Number(row.stored_events),
    }));
  }

  async save({ id, leaseToken }: HeldRun, progress: RebuildProgress): Promise<void> {
    const { topic, part, nextOffset, endOffset, readRows, storedEvents } = progress;
    const saved = await this.postgres.query(
      `INSERT INTO rebuild_progress AS p (run, topic, part, next_off, end_off, read_rows, stored_events)
       SELECT id, $3, $4, $5, $6, $7, $8 FROM pipeline_runs WHERE id = $1 AND lease_token = $2 FOR SHARE
       ON CONFLICT (run, topic, part) DO UPDATE SET next_off = EXCLUDED.next_off, read_rows = EXCLUDED.read_rows,
         stored_events = EXCLUDED.stored_events
       RETURNING 1`,
      [id, leaseToken, topic, part, nextOffset, endOffset, readRows, storedEvents],
    );
    if (saved.length !== 1) throw new RunLost(id);
  }
}

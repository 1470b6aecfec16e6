import type { Postgres } from '../connection/postgres';

export interface SinkPosition {
  readonly topic: string;
  readonly part: number;
  /** First offset the sink has not confirmed. */
  readonly nextOffset: bigint;
}

/** How far the warehouse's sink has come, as the pipelines see it. */
export class SinkPositions {
  constructor(private readonly postgres: Postgres) {}

  async all(): Promise<SinkPosition[]> {
    const rows = await this.postgres.query<{ topic: string; part: number; next_off: string }>(
      `SELECT topic, part, next_off FROM stream_processor.sink_progress WHERE sink = 'warehouse' ORDER BY topic, part`,
    );
    return rows.map(({ topic, part, next_off: next }) => ({ topic, part, nextOffset: BigInt(next) }));
  }
}

import { Postgres } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';

/** Months whose facts a sink took out and stored again, so that marts may count some of them twice. */
export interface DirtyMonths {
  readonly ids: readonly string[];
  /** `YYYYMM`, each once. */
  readonly months: readonly number[];
}

/** What sinks noted and nobody has put right. */
@Injectable()
export class DirtyNotes {
  constructor(private readonly postgres: Postgres) {}

  async open(): Promise<DirtyMonths> {
    const rows = await this.postgres.query<{ id: string; month: number }>(
      `SELECT id::text AS id, (extract(year FROM month) * 100 + extract(month FROM month))::int AS month
         FROM stream_processor.dirty_partitions WHERE settled_at IS NULL ORDER BY id LIMIT 10000`,
    );
    return { ids: rows.map(({ id }) => id), months: [...new Set(rows.map(({ month }) => month))].sort() };
  }

  /** Of these notes, those of the months that were made anew since they were read; all of them where no months are named. */
  async settle(ids: readonly string[], months: readonly number[] | undefined): Promise<void> {
    await this.postgres.query(
      `UPDATE stream_processor.dirty_partitions SET settled_at = now()
        WHERE id = ANY ($1::bigint[]) AND settled_at IS NULL
          AND ($2::int[] IS NULL OR (extract(year FROM month) * 100 + extract(month FROM month))::int = ANY ($2::int[]))`,
      [ids, months ?? null],
    );
  }
}

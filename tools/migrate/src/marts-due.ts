import { ClickHouse, MartRebuild } from '@analytics/infra-clickhouse';
import { Postgres, rebuildDoors } from '@analytics/infra-postgres';
import type { MigrateConfig } from './config';

/** Marts follow facts from the moment their views exist; what was stored before comes in by a rebuild of the months on the list. */
export class MartsDue {
  constructor(private readonly config: Pick<MigrateConfig, 'clickhouse' | 'postgres'>) {}

  /** One line for each rebuilt month of a mart. Stopped half way it goes on where it was. */
  async *rebuild(): AsyncGenerator<string, void, undefined> {
    const clickhouse = new ClickHouse(this.config.clickhouse);
    const postgres = await Postgres.of(this.config.postgres, 'pipeline_worker');
    try {
      const marts = new MartRebuild(clickhouse, rebuildDoors(postgres));
      const due = await marts.due();
      if (this.config.clickhouse.cluster !== '') {
        if (due.length > 0) {
          yield 'clickhouse: marts of what was stored before are not filled on a cluster, see docs/warehouse.md';
        }
        return;
      }
      for (const partition of due) {
        const certificate = await marts.rebuild(partition);
        if (certificate === undefined) continue;
        const { mart, month, rows, duration_ms: ms } = certificate;
        yield `clickhouse ${mart} ${month === 0 ? 'all months' : month}: ${rows} rows (${ms} ms)`;
      }
    } finally {
      await Promise.all([clickhouse.onApplicationShutdown(), postgres.close()]);
    }
  }
}

import { ClickHouse, MartRebuild } from '@analytics/infra-clickhouse';
import { Postgres, WAREHOUSE_DOORS } from '@analytics/infra-postgres';
import type { MigrateConfig } from './config';

/** A sink that stores right now holds the door for one insert at a time, another rebuild for one mart. */
const DOOR_WAIT_MS = { rebuilds: 600_000, writes: 60_000 };

/** Marts follow facts from the moment their views exist; what was stored before comes in by a rebuild of the months on the list. */
export class MartsDue {
  constructor(private readonly config: Pick<MigrateConfig, 'clickhouse' | 'postgres'>) {}

  /** One line for each rebuilt month of a mart. Stopped half way it goes on where it was. */
  async *rebuild(): AsyncGenerator<string, void, undefined> {
    const clickhouse = new ClickHouse(this.config.clickhouse);
    const postgres = await Postgres.of(this.config.postgres, 'pipeline_worker');
    try {
      const marts = new MartRebuild(clickhouse, (does, work) =>
        postgres.throughDoor(WAREHOUSE_DOORS[does], 'alone', work, { waitMs: DOOR_WAIT_MS[does] }),
      );
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

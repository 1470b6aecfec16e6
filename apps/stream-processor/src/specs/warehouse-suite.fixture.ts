import type { ValidatedEvent } from '@analytics/contracts';
import { factRows, factsOf, FACT_TABLES, type FactTable, type InsertTable, rowHash } from '@analytics/domain';
import { ClickHouse, ClickHouseConfig, ClickHouseMigrations } from '@analytics/infra-clickhouse';
import { suiteNamespace, type SuiteNamespace } from '@analytics/testing';

export interface WarehouseSuite {
  readonly space: SuiteNamespace;
  readonly clickhouse: ClickHouse;
  close(): Promise<void>;
}

/** A warehouse of the suite's own with the product's schema. */
export async function openWarehouseSuite(name: string): Promise<WarehouseSuite> {
  const space = await suiteNamespace(name);
  const { url, username: user, password, database } = space.clickhouse;
  const config = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
  const migrations = new ClickHouseMigrations(config);
  await migrations.apply();
  await migrations.close();
  const clickhouse = new ClickHouse(config);
  const close = async () => {
    await clickhouse.onApplicationShutdown();
    await space.dispose();
  };
  return { space, clickhouse, close };
}

const BATCH = 10_000;

/** The facts of events that are each there once, without the sink. */
export async function insertFacts(clickhouse: ClickHouse, events: readonly ValidatedEvent[]): Promise<void> {
  for (let from = 0; from < events.length; from += BATCH) {
    const facts = events.slice(from, from + BATCH).map((event, index) => {
      const offset = BigInt(from + index);
      const hash = rowHash(offset, Buffer.from(JSON.stringify(event)));
      return factsOf(event, { topic: 'validated', partition: 0, offset, hash });
    });
    const rows = factRows(facts);
    for (const name of Object.keys(FACT_TABLES) as FactTable[]) {
      const table = FACT_TABLES[name] as InsertTable<unknown>;
      await clickhouse.insert(table, rows[name], { token: `${name}:${from}` });
    }
  }
}

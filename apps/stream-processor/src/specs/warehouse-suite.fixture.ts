import type { ValidatedEvent } from '@analytics/contracts';
import {
  FACT_TABLES,
  type FactTable,
  factRows,
  factsOf,
  type InsertTable,
  rowHash,
  touchedBy,
} from '@analytics/domain';
import {
  ClickHouse,
  ClickHouseConfig,
  ClickHouseMigrations,
  DerivedFacts,
  MartRebuild,
} from '@analytics/infra-clickhouse';
import { type SuiteNamespace, suiteNamespace } from '@analytics/testing';

const BATCH = 10_000;

/** A warehouse of the suite's own, filled without the sink: each event must come once. */
export class WarehouseSuite {
  private offset = 0;

  private constructor(
    readonly space: SuiteNamespace,
    readonly clickhouse: ClickHouse,
  ) {}

  static async open(name: string): Promise<WarehouseSuite> {
    const space = await suiteNamespace(name);
    const { url, username: user, password, database } = space.clickhouse;
    const config = Object.assign(new ClickHouseConfig(), { hosts: [new URL(url).host], user, password, database });
    const migrations = new ClickHouseMigrations(config);
    await migrations.apply();
    await migrations.close();
    return new WarehouseSuite(space, new ClickHouse(config));
  }

  async close(): Promise<void> {
    await this.clickhouse.onApplicationShutdown();
    await this.space.dispose();
  }

  async insertFacts(events: readonly ValidatedEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += BATCH) {
      const rows = factRows(events.slice(from, from + BATCH).map((event) => this.factsOf(event)));
      for (const name of Object.keys(FACT_TABLES) as FactTable[]) {
        const table = FACT_TABLES[name] as InsertTable<unknown>;
        await this.clickhouse.insert(table, rows[name], { token: `${name}:${this.offset}` });
      }
    }
  }

  settle(events: readonly ValidatedEvent[]): Promise<void> {
    return new DerivedFacts(this.clickhouse).settle(touchedBy(events));
  }

  async recomputeDerived(): Promise<void> {
    await new DerivedFacts(this.clickhouse).recomputeAll({ from: new Date(0), until: new Date('2100-01-01') });
  }

  async rebuildMarts(): Promise<void> {
    const rebuild = new MartRebuild(this.clickhouse, (work) => work(new AbortController().signal));
    for (const partition of await rebuild.partitions()) await rebuild.rebuild(partition);
  }

  async truncate(...tables: readonly string[]): Promise<void> {
    const { url, username, password, database } = this.space.clickhouse;
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
    for (const table of tables) {
      const answer = await fetch(url, { method: 'POST', body: `TRUNCATE TABLE ${database}.${table}`, headers });
      if (!answer.ok) throw new Error(`${table}: ${await answer.text()}`);
    }
  }

  private factsOf(event: ValidatedEvent) {
    const offset = BigInt((this.offset += 1));
    const hash = rowHash(offset, Buffer.from(JSON.stringify(event)));
    return factsOf(event, { topic: 'validated', partition: 0, offset, hash });
  }
}

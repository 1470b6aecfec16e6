import type { ValidatedEvent } from '@analytics/contracts';
import {
  ATTRIBUTED_EVENTS_TABLE,
  FACT_GAME_SESSIONS_TABLE,
  FACT_TABLES,
  factRows,
  factsOf,
  type FactTable,
  type InsertTable,
  rowReader,
  rowHash,
  sql,
  STORE_SESSIONS_TABLE,
  storedRows,
  WISHLIST_LEDGER_TABLE,
} from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { openWarehouse, type Warehouse } from '../../int/warehouse.spec-support';
import { ClickHouseMigrations } from '../../migrations/clickhouse-migrations';

export const DERIVED_TABLES = [
  FACT_GAME_SESSIONS_TABLE,
  STORE_SESSIONS_TABLE,
  ATTRIBUTED_EVENTS_TABLE,
  WISHLIST_LEDGER_TABLE,
] as const;

export type TableContents = Readonly<Record<string, readonly string[]>>;

/** A warehouse with the product's schema, filled without the sink. */
export class DerivedSuite {
  private inserts = 0;

  private constructor(readonly warehouse: Warehouse) {}

  static async open(name: string): Promise<DerivedSuite> {
    const warehouse = openWarehouse(await suiteNamespace(name, { databases: ['clickhouse'] }));
    const migrations = new ClickHouseMigrations(warehouse.config);
    await migrations.apply();
    await migrations.close();
    return new DerivedSuite(warehouse);
  }

  get clickhouse(): Warehouse['clickhouse'] {
    return this.warehouse.clickhouse;
  }

  async insert(events: readonly ValidatedEvent[]): Promise<void> {
    const batch = (this.inserts += 1);
    const rows = factRows(
      events.map((event, index) => {
        const offset = BigInt(batch * 1_000_000 + index);
        const hash = rowHash(offset, Buffer.from(JSON.stringify(event)));
        return factsOf(event, { topic: 'validated', partition: 0, offset, hash });
      }),
    );
    for (const name of Object.keys(FACT_TABLES) as FactTable[]) {
      const table = FACT_TABLES[name] as InsertTable<unknown>;
      await this.clickhouse.insert(table, rows[name], { token: `${name}:${batch}` });
    }
  }

  async contents(): Promise<TableContents> {
    const tables = DERIVED_TABLES.map(
      async (table) => [table.name, await this.contentsOf(table as InsertTable<unknown>)] as const,
    );
    return Object.fromEntries(await Promise.all(tables));
  }

  async truncate(...tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      await this.warehouse.admin.command({ query: `TRUNCATE TABLE ${this.warehouse.config.database}.${table}` });
    }
  }

  private async contentsOf(table: InsertTable<unknown>): Promise<string[]> {
    const rows = await this.clickhouse.run(storedRows(table, sql`1`));
    return written(rows.map(rowReader(table)) as object[]);
  }
}

/** Rows as text without their version, in an order of their own: what two tables that say the same have in common. */
export const written = (rows: readonly object[]): string[] =>
  rows
    .map((row) => ({ ...row, facts: 0n }))
    .map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .sort();

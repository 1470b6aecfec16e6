import { suiteNamespace } from '@analytics/testing';
import { ClickHouseMigrations, MIGRATIONS_FOLDER } from '../migrations/clickhouse-migrations';
import { readMigrations } from '../migrations/migration-file';
import { renderDatabase, renderLedger, renderStatement } from '../migrations/rendering/render-statement';
import { SHARD_KEYS } from '../migrations/rendering/shard-keys';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const TARGET = { database: 'analytics', cluster: 'analytics_cluster' };

describe('the schema of a cluster', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-cluster', { databases: ['clickhouse'] }));
    const migrations = new ClickHouseMigrations(warehouse.config);
    await migrations.apply();
    await migrations.close();
  });
  afterAll(() => warehouse.close());

  const rowsOf = async <T>(query: string): Promise<T[]> =>
    (await warehouse.admin.query({ query, format: 'JSONEachRow' })).json<T>();

  it('is SQL to the engine, statement by statement, and none of it is lost on the way', async () => {
    const files = readMigrations(MIGRATIONS_FOLDER);
    const statements = files.flatMap(({ name, statements: texts }) =>
      texts.flatMap((text) => renderStatement(name, text, TARGET)),
    );
    for (const text of [renderDatabase(TARGET), renderLedger(TARGET), ...statements]) {
      const [tree] = await rowsOf<{ explain: string }>(`EXPLAIN AST ${text}`);
      expect(tree!.explain).toMatch(/Query/);
      const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`);
      const [formatted] = await rowsOf<{ text: string }>(`SELECT formatQuery('${escaped}') AS text`);
      if (!text.startsWith('INSERT')) expect(formatted!.text).toContain('ON CLUSTER analytics_cluster');
    }
  });

  it('shards every table of one node by what its rows have', async () => {
    const { database } = warehouse.config;
    const tables = await rowsOf<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = '${database}' AND engine LIKE '%MergeTree' AND name NOT IN ('schema_migrations') ORDER BY name`,
    );
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(SHARD_KEYS).sort());
    for (const [table, key] of Object.entries(SHARD_KEYS)) {
      const [type] = await rowsOf<{ type: string }>(`SELECT toTypeName(any(${key})) AS type FROM ${database}.${table}`);
      expect(type!.type).toMatch(/^UInt(32|64)$/);
    }
  });
});

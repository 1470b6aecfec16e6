import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql, statement } from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { ClickHouse } from '../clickhouse';
import { ClickHouseMigrations } from '../migrations/clickhouse-migrations';
import { MigrationFailed, MigrationRefused } from '../migrations/migration-errors';
import { openWarehouse, type Warehouse } from './warehouse.spec-support';

const HEADER = '-- why: a test\n-- cost: none\n-- undo: drop the database\n';
const GAMES = `${HEADER}
CREATE TABLE IF NOT EXISTS {database}.games (id UInt64, note String DEFAULT 'a;b -- c') ENGINE = MergeTree ORDER BY id;
-- A second statement; with a semicolon in its comment.
CREATE TABLE IF NOT EXISTS {database}.games_per_day (day Date, games UInt64) ENGINE = SummingMergeTree ORDER BY day;
`;
const VIEW = `${HEADER}
ALTER TABLE {database}.games ADD COLUMN IF NOT EXISTS day Date DEFAULT toDate(0);
CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.games_mv TO {database}.games_per_day AS SELECT day, count() AS games FROM {database}.games GROUP BY day;
`;

describe('migrations', () => {
  let warehouse: Warehouse;
  let folder: string;
  const opened: ClickHouseMigrations[] = [];
  const put = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const open = (): ClickHouseMigrations => {
    const migrations = new ClickHouseMigrations(warehouse.config, { folder });
    opened.push(migrations);
    return migrations;
  };
  const tables = async () => {
    const query = sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND name NOT LIKE '.%' ORDER BY name`;
    const limits = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 1e9, maxRowsToRead: 1e6 };
    return (await warehouse.clickhouse.run(statement<{ name: string }>({ name: 'tables', query, limits }))).map(
      ({ name }) => name,
    );
  };

  beforeEach(async () => {
    warehouse = openWarehouse(await suiteNamespace('clickhouse-migrations', { databases: ['clickhouse'] }));
    folder = mkdtempSync(path.join(tmpdir(), 'clickhouse-migrations-'));
    put('0001_games.sql', GAMES);
    put('0002_games_per_day_view.sql', VIEW);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((migrations) => migrations.close()));
    rmSync(folder, { recursive: true });
    await warehouse.close();
  });

  it('plans everything on a database that does not exist yet, creates it and applies', async () => {
    await warehouse.admin.command({ query: `DROP DATABASE ${warehouse.config.database}` });
    const migrations = open();
    expect(await migrations.plan()).toEqual(['0001_games.sql', '0002_games_per_day_view.sql']);
    expect((await migrations.apply()).map(({ name }) => name)).toEqual([
      '0001_games.sql',
      '0002_games_per_day_view.sql',
    ]);
    expect(await tables()).toEqual(['games', 'games_mv', 'games_per_day', 'schema_migrations']);
  });

  it('does nothing the second time', async () => {
    await open().apply();
    expect(await open().plan()).toEqual([]);
    expect(await open().apply()).toEqual([]);
    expect((await open().status()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      '0001_games.sql applied',
      '0002_games_per_day_view.sql applied',
    ]);
  });

  it('runs only what is new', async () => {
    rmSync(path.join(folder, '0002_games_per_day_view.sql'));
    await open().apply();
    put('0002_games_per_day_view.sql', VIEW);
    expect((await open().apply()).map(({ name }) => name)).toEqual(['0002_games_per_day_view.sql']);
  });

  it('refuses a file that was changed after it was applied, and runs nothing', async () => {
    await open().apply();
    put('0001_games.sql', GAMES.replace('a;b', 'changed'));
    put('0003_more.sql', `${HEADER}CREATE TABLE {database}.more (a Int8) ENGINE = Memory`);
    await expect(open().apply()).rejects.toBeInstanceOf(MigrationRefused);
    expect(await tables()).not.toContain('more');
    expect((await open().status()).map(({ state }) => state)).toEqual(['changed', 'applied', 'pending']);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await open().apply();
    rmSync(path.join(folder, '0002_games_per_day_view.sql'));
    await expect(open().plan()).rejects.toThrow(/newer version/);
  });

  it('goes on after a stop between two statements, because each of them can be repeated', async () => {
    put('0002_games_per_day_view.sql', VIEW.replace('FROM {database}.games GROUP', 'FROM {database}.not_there GROUP'));
    const failure = await open()
      .apply()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrationFailed);
    expect(failure).toMatchObject({ migration: '0002_games_per_day_view.sql', statement: 2, engineCode: 60 });
    expect((await open().status()).map(({ state }) => state)).toEqual(['applied', 'pending']);
    put('0002_games_per_day_view.sql', VIEW);
    expect((await open().apply()).map(({ name }) => name)).toEqual(['0002_games_per_day_view.sql']);
  });

  it('ends well with two runners at once', async () => {
    await Promise.all([open().apply(), open().apply()]);
    expect((await open().status()).map(({ state }) => state)).toEqual(['applied', 'applied']);
    expect(await tables()).toEqual(['games', 'games_mv', 'games_per_day', 'schema_migrations']);
  });

  it('applies the migrations of the product itself', async () => {
    const migrations = new ClickHouseMigrations(warehouse.config);
    opened.push(migrations);
    await migrations.apply();
    expect(await migrations.plan()).toEqual([]);
  });

  it('put versions of a row into one partition: its time is part of what tells it apart', async () => {
    const migrations = new ClickHouseMigrations(warehouse.config);
    opened.push(migrations);
    await migrations.apply();
    const query = sql`SELECT name, partition_key, sorting_key FROM system.tables
      WHERE database = currentDatabase() AND engine LIKE '%ReplacingMergeTree' AND partition_key != ''`;
    const limits = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 1e9, maxRowsToRead: 1e6 };
    const found = await warehouse.clickhouse.run(
      statement<{ name: string; partition_key: string; sorting_key: string }>({ name: 'keys', query, limits }),
    );
    expect(found.length).toBeGreaterThan(8);
    const apart = found.filter(({ partition_key: partition, sorting_key: sorting }) => {
      const time = /^to(?:YYYYMM|Year)\((\w+)\)$/.exec(partition)?.[1];
      return !sorting.split(', ').some((column) => column === time || column === `toDate(${time})`);
    });
    // Every sending of an event is a row of its own there: it is never asked for with FINAL.
    expect(apart.map(({ name }) => name)).toEqual(['event_identities']);
  });

  it('says that the warehouse is away when it is', async () => {
    const away = Object.assign(Object.create(warehouse.config), { hosts: ['127.0.0.1:1'] });
    const migrations = new ClickHouseMigrations(away, { folder });
    await expect(migrations.apply()).rejects.toMatchObject({ kind: 'unavailable' });
    await migrations.close();
    const lonely = new ClickHouse(away);
    await expect(lonely.assertServerSettings()).rejects.toMatchObject({ kind: 'unavailable' });
    await lonely.onApplicationShutdown();
  });
});
